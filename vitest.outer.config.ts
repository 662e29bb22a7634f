import { defineConfig } from "vitest/config";
import { longestFirst } from "./tools/vitest/longest-first.ts";

/** Files that replace modules, so that each needs modules of its own. */
const REPLACING = ["conformance/test/engine-stage.outer.ts"];

/** The outer ring, `npm run test:outer`: whole runs, the real command, other programs, documentation, browser, package. */
export default defineConfig({
  test: {
    // A limit ends a hang; it judges no speed.
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    pool: "forks",
    // Some wait most of their time: while one waits, others have the processor.
    maxWorkers: 3,
    maxConcurrency: 8,
    sequence: {
      sequencer: longestFirst(["disguises-far", "disguises.", "installed.spec", "canaries", "hostile"]),
    },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["conformance/test/**/*.{outer,browser}.ts", "tools/**/*.{outer,browser,spec}.ts"],
          exclude: REPLACING,
          isolate: false,
        },
      },
      { extends: true, test: { name: "replacing", include: REPLACING } },
    ],
  },
});
