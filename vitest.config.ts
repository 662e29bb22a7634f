import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["conformance/test/**/*.test.ts", "tools/**/*.test.ts"],
    testTimeout: 30_000,
    // Whole runs of the suite with all their waits belong to some tests; the pool is small on purpose.
    maxWorkers: 2,
    maxConcurrency: 16,
  },
});
