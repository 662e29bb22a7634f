import { defineConfig } from "vitest/config";

/** The outer ring, `npm run test:outer`: whole runs, the real command, other programs, documentation, browser, package. */
export default defineConfig({
  test: {
    // A limit ends a hang; it judges no speed.
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    pool: "forks",
    maxWorkers: 3,
    maxConcurrency: 8,
    include: ["conformance/test/**/*.{outer,browser}.ts", "tools/**/*.{outer,browser,spec}.ts"],
  },
});
