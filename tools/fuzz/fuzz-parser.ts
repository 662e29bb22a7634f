import fc from "fast-check";
import { pump } from "./arbitraries.ts";
import { checkInvariants, checkLinearTime } from "./invariants.ts";
import type { Parser } from "./parsers.ts";

/** Gives random inputs to one parser and counts the results. */

/** The results of one parser. */
export interface Figures {
  name: string;
  inputs: number;
  refused: number;
  /** Number of texts whose time was measured. */
  pumped: number;
  slowestMs: number;
  /** The smallest input that broke an invariant, with the error; null for none. */
  failure: string | null;
}

/** Number of inputs of each kind. */
export interface Amount {
  inputs: number;
  pumps: number;
}

/** The figures of a parser before its first input. */
export function noFigures({ name }: Parser): Figures {
  return { name, inputs: 0, refused: 0, pumped: 0, slowestMs: 0, failure: null };
}

/** Gives some inputs to a parser and updates its figures. The same seed makes the same inputs. */
export async function fuzz(
  parser: Parser,
  figures: Figures,
  seed: number,
  { inputs, pumps }: Amount,
): Promise<void> {
  const laws = fc.asyncProperty(parser.inputs, async (input) => {
    const { refused, milliseconds } = await checkInvariants(parser, input);
    figures.inputs += 1;
    figures.refused += refused ? 1 : 0;
    figures.slowestMs = Math.max(figures.slowestMs, milliseconds);
  });
  const growth = fc.asyncProperty(pump, async (by) => {
    await checkLinearTime(parser, by);
    figures.pumped += 1;
  });
  const found = await fc.check(laws, { seed, numRuns: inputs });
  if (found.failed) figures.failure ??= tell(seed, found);
  if (pumps === 0) return;
  const slow = await fc.check(growth, { seed, numRuns: pumps });
  if (slow.failed) figures.failure ??= tell(seed, slow);
}

function tell(
  seed: number,
  { counterexample, errorInstance }: { counterexample: [unknown] | null; errorInstance: unknown },
): string {
  const { message = String(errorInstance), stack = "" } = (errorInstance ?? {}) as Error;
  const input = JSON.stringify(counterexample?.[0])?.slice(0, 2000);
  return `seed ${seed}: ${message}\n  input ${input}\n${stack.split("\n").slice(1, 6).join("\n")}`;
}
