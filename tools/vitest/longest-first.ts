import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Makes Vitest start the slowest test files first. At the end, they would leave the other workers idle.
 * @param parts parts of their paths, the slowest file first
 */
export function longestFirst(parts: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification) => {
    const index = parts.findIndex((part) => moduleId.includes(part));
    return index < 0 ? parts.length : index;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
    }
  };
}
