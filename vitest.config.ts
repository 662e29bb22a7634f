import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes; begun last, they would leave one of the workers without anything to do. */
const LONG = [
  ...[
    "disguises-far.test.ts",
    "disguises.test.ts",
    "faults.test.ts",
    "cli-replay.test.ts",
    "canaries.test.ts",
    "cli-desk.test.ts",
  ],
  ...["tools/ci/", "cli.test.ts", "hostile/"],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((part) => moduleId.includes(part));
      return found < 0 ? LONG.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["conformance/test/**/*.test.ts", "tools/**/*.test.ts"],
    testTimeout: 30_000,
    // Whole runs of the suite with all their waits belong to some tests: while one waits, another has the processor.
    maxWorkers: 4,
    maxConcurrency: 16,
    sequence: { sequencer: LongestFirst },
  },
});
