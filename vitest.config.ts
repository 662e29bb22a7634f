import { defineConfig } from "vitest/config";
import { longestFirst } from "./tools/vitest/longest-first.ts";

/** Files that replace modules, so that each needs modules of its own. */
const REPLACING = ["conformance/test/cli/aliases.test.ts"];

/** The inner ring, `npm test`: what tells within two minutes whether a change is right. */
export default defineConfig({
  test: {
    // A limit ends a hang; it judges no speed.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    pool: "forks",
    maxWorkers: 4,
    maxConcurrency: 10,
    sequence: {
      sequencer: longestFirst([
        "faults-",
        "public-faults",
        "cli/desk",
        "test/library",
        "test/cli",
        "test/config",
      ]),
    },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["conformance/test/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: REPLACING,
          // The document, Ajv and the checks are loaded once a worker.
          isolate: false,
        },
      },
      { extends: true, test: { name: "replacing", include: REPLACING } },
    ],
  },
});
