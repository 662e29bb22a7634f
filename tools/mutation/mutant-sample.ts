import { createHash } from "node:crypto";
import { relative } from "node:path";
import { type Checker, CheckStatus } from "@stryker-mutator/api/check";
import type { Mutant, StrykerOptions } from "@stryker-mutator/api/core";
import { commonTokens, tokens } from "@stryker-mutator/api/plugin";
import type { HarnessOptions } from "./harness-options.ts";

/** What the report says of a mutant that was not chosen. */
export const NOT_CHOSEN = "not in the sample";

/**
 * Keeps what is not in the sample from being run. Stryker takes no part of the mutants of a file otherwise; such a
 * mutant is reported as one that does not compile, which counts neither way in its score.
 */
export class SampleChecker implements Checker {
  static inject = tokens(commonTokens.options);
  readonly #options: HarnessOptions;

  constructor(options: StrykerOptions) {
    this.#options = options as HarnessOptions;
  }

  async init(): Promise<void> {}

  /** All at once: whether one is chosen depends on how many there are. */
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
 * Chooses mutants at random, of each file as many as its part of all of them asks for. The same seed chooses the same
 * ones, and a change in one file changes little in the others.
 */
export function chooseMutants<T extends Choosable>(mutants: readonly T[], count: number, seed: string): T[] {
  const share = Math.min(1, count / Math.max(1, mutants.length));
  const shuffled = [...mutants]
    .map((mutant) => ({ mutant, rank: rankOf(mutant, seed), file: mutant.fileName }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const files = new Map<string, T[]>();
  for (const { mutant, file } of shuffled) files.set(file, [...(files.get(file) ?? []), mutant]);
  // What rounding leaves over goes on to the next file, so that the sum comes out right.
  let due = 0;
  return [...files.keys()].sort().flatMap((file) => {
    const its = files.get(file) ?? [];
    due += its.length * share;
    const taken = Math.round(due);
    due -= taken;
    return its.slice(0, taken);
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

/** Where a mutant is, e.g. `conformance/reference/body.ts:42:7`; lines and columns begin with 1. */
function placeOf({ fileName, location: { start } }: Choosable): string {
  return `${relative(process.cwd(), fileName)}:${start.line + 1}:${start.column + 1}`;
}
