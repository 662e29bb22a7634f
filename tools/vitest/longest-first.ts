import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Begins the files that take longest first; begun last, they leave the other workers without anything to do.
 * @param parts parts of their paths, the longest file first
 */
export function longestFirst(parts: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification) => {
    const found = parts.findIndex((part) => moduleId.includes(part));
    return found < 0 ? parts.length : found;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
    }
  };
}
