import { createHash } from "node:crypto";
import { relative } from "node:path";
import { type Checker, CheckStatus } from "@stryker-mutator/api/check";
import type { Mutant, StrykerOptions } from "@stryker-mutator/api/core";
import { commonTokens, tokens } from "@stryker-mutator/api/plugin";
import type { HarnessOptions } from "./harness-options.ts";

/** Chooses the mutants that are run. */

/** The reason in the report for a mutant that was not chosen. */
export const NOT_CHOSEN = "not in the sample";

/**
 * Excludes mutants that are not in the sample. StrykerJS cannot run a part of the mutants of a file, so these are
 * reported as mutants that do not compile, which its score ignores.
 */
export class SampleChecker implements Checker {
  static inject = tokens(commonTokens.options);
  readonly #options: HarnessOptions;

  constructor(options: StrykerOptions) {
    this.#options = options as HarnessOptions;
  }

  async init(): Promise<void> {}

  /** One group, because the choice depends on the number of all mutants. */
  async group(mutants: Mutant[]): Promise<string[][]> {
    return mutants.length > 0 ? [mutants.map(({ id }) => id)] : [];
  }

  async check(mutants: Mutant[]): ReturnType<Checker["check"]> {
    const { sample, seed, only } = this.#options;
    const candidates = only === null ? mutants : mutants.filter((mutant) => isWithin(placeOf(mutant), only));
    const chosen = new Set(sample === null ? candidates : chooseMutants(candidates, sample, seed));
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        chosen.has(mutant)
          ? { status: CheckStatus.Passed }
          : { status: CheckStatus.CompileError, reason: NOT_CHOSEN },
      ]),
    );
  }
}

type Choosable = Pick<Mutant, "fileName" | "location" | "mutatorName" | "replacement">;

/**
 * Chooses mutants at random, from each file in proportion to its share. The same seed makes the same choice, and a
 * change in one file changes little in the others.
 */
export function chooseMutants<T extends Choosable>(mutants: readonly T[], count: number, seed: string): T[] {
  const share = Math.min(1, count / Math.max(1, mutants.length));
  const shuffled = [...mutants]
    .map((mutant) => ({ mutant, rank: rankOf(mutant, seed), file: mutant.fileName }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const files = new Map<string, T[]>();
  for (const { mutant, file } of shuffled) files.set(file, [...(files.get(file) ?? []), mutant]);
  // The rest of rounding goes to the next file, so that the sum is right.
  let due = 0;
  return [...files.keys()].sort().flatMap((file) => {
    const candidates = files.get(file) ?? [];
    due += candidates.length * share;
    const taken = Math.round(due);
    due -= taken;
    return candidates.slice(0, taken);
  });
}

function isWithin(place: string, only: string): boolean {
  return `${place}:`.startsWith(`${only}:`);
}

function rankOf(mutant: Choosable, seed: string): string {
  const { mutatorName, replacement, location } = mutant;
  const name = JSON.stringify([seed, placeOf(mutant), location.end, mutatorName, replacement]);
  return createHash("sha256").update(name).digest("hex");
}

/** The position of a mutant, e.g. `conformance/reference/body.ts:42:7`; lines and columns begin with 1. */
function placeOf({ fileName, location: { start } }: Choosable): string {
  return `${relative(process.cwd(), fileName)}:${start.line + 1}:${start.column + 1}`;
}
