import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    maxWorkers: 2,
    projects: [
      // Source modules in the test's own process.
      { test: { name: "unit", include: ["{unit,rules,property}/**/*.test.ts"], testTimeout: 30_000 } },
      // Real hook processes, the real command line, real files: these run the bundles.
      {
        test: {
          name: "process",
          include: ["{vectors,install,pack,process}/**/*.test.ts"],
          globalSetup: ["global-setup.ts"],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
