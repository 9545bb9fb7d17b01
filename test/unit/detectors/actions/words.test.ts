import { expect, it } from "vitest";
import { needsShellParser } from "../../../../src/detectors/actions/words.ts";
import { actionSources } from "./generate.ts";
import { PLACES } from "./support.ts";

it.each([
  "npm test",
  "npm install && npm run build",
  "ls -la",
  "git status",
  "git diff HEAD~1 && git push",
  "node x.js --flag",
  "npm run format",
  "echo hello world",
  "cd packages/api && npx vitest run",
  "python3 -m pytest -q",
  "make performance",
  "docker compose up -d",
])("needs no parser: %s", (command) => {
  expect(needsShellParser(command)).toBe(false);
});

it.each([
  "echo x | gh auth login --with-token",
  "git push https://u:x@h.example/r",
  "docker login ghcr.io",
  "node -e \"fetch('https://h.example')\"",
])("needs a parser, as it may send: %s", (command) => {
  expect(needsShellParser(command)).toBe(true);
});

it("is careful where the shell stands in a guarded folder", () => {
  expect(needsShellParser("echo > stop.cjs", PLACES)).toBe(false);
  for (const cwd of [
    "/home/dev/app/.defenter/hooks",
    "/home/dev/app/.claude",
    "/home/dev/.ssh",
    "/home/dev/.local/state/defenter",
  ]) {
    expect(needsShellParser("echo > stop.cjs", { ...PLACES, cwd })).toBe(true);
  }
});

it("sees every command that a rule's example names", () => {
  for (const { match } of actionSources()) {
    for (const example of match)
      if (typeof example === "string") expect([example, needsShellParser(example)]).toEqual([example, true]);
  }
});
