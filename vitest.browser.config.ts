import { defineConfig } from "vitest/config";

/** Tests that need a browser: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ["conformance/test/browser/**/*.browser.ts", "tools/docs/test/**/*.browser.ts"],
    // axe takes its time on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
  },
});
