import { defineConfig } from "vitest/config";

/** Real Claude Code sessions, two at a time; kept out of `npm test`, which needs no network. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["global-setup.ts"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
