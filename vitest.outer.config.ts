import { defineConfig } from "vitest/config";
import { longestFirst } from "./tools/vitest/longest-first.ts";

/** Files that need modules of their own: the first replaces one. */
const APART = [
  "conformance/test/runner/command-switch.outer.ts",
  // The answers of these servers are written to the connection itself, for which @hono/node-server has a marker; it
  // knows it only while the marker is older than the classes that its first listener puts in the place of the globals.
  "conformance/test/hostile/*.outer.ts",
];

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
    globalSetup: "tools/vitest/compile-command.ts",
    pool: "forks",
    // One of them waits most of the time, for a server that is far away.
    maxWorkers: 4,
    maxConcurrency: 8,
    sequence: {
      sequencer: longestFirst([
        "disguises.",
        "stages",
        "installed-package.spec",
        "hostile",
        "subtle-faults",
        "site.browser",
        "reference.browser",
      ]),
    },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["conformance/test/**/*.{outer,browser}.ts", "tools/**/*.{outer,browser,spec}.ts"],
          exclude: APART,
          isolate: false,
        },
      },
      { extends: true, test: { name: "apart", include: APART } },
    ],
  },
});
