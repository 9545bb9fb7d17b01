import type { TestProject } from "vitest/node";
import { setup as build } from "../global-setup.ts";
import { CLAUDE_CODE_VERSION, findClaude } from "./install-claude.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the real Claude Code; null where it cannot be had. */
    claude: string | null;
  }
}

export function setup(project: TestProject): void {
  build();
  const claude = findClaude();
  if (claude === null) {
    process.stderr.write(
      `\n!!! LIVE TESTS SKIPPED: the npm registry can't be reached and no Claude Code ${CLAUDE_CODE_VERSION} is cached !!!\n\n`,
    );
  }
  project.provide("claude", claude);
}
