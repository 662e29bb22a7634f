import { defineConfig } from "vitest/config";

/** What needs the registry and takes a minute or two, so that it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ["tools/package/test/**/*.spec.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxConcurrency: 2,
  },
});
