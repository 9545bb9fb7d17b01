import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    exclude: ["live/**"],
    globalSetup: ["global-setup.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
