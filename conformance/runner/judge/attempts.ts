import type { Partition } from "../../contract/document.ts";
import type { Outcome } from "../../results/model.ts";
import { OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { conclude } from "./conclude.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { inconclusive, lostIn } from "./discount-lost-answers.ts";

/** Attempts at a check whose measurement is too coarse. */
const MOST_ATTEMPTS = 3;

/** What there is to conclude from, of a check that was run for one partition. */
export interface Attempts {
  partition: Partition;
  /** One for each attempt, in their order. */
  evidence: Evidence[];
}

/** How to go on after an attempt. */
export interface RetryPolicy {
  /** Attempts after the first violated one, at most. */
  repeats: number;
  /** Says whether to try again after so many attempts that lost answers, once the server answers again. */
  afterLoss(lost: readonly Evidence[]): Promise<boolean>;
}

/**
 * Runs a check as often as it takes to believe what it says: again where its measurement was too coarse, which on a
 * busy machine may succeed the next time, again where answers got lost, and again where a rule came out violated, which
 * has to show twice.
 * @param attempt runs it once, on accounts that are empty
 * @param conclusionOf says what one attempt comes to
 */
export async function attemptUntilSure(
  attempt: () => Promise<Evidence>,
  conclusionOf: (evidence: Evidence) => Conclusion,
  manner: RetryPolicy,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  const outcomes: Outcome[] = [];
  const lost: Evidence[] = [];
  for (;;) {
    const next = await attempt();
    evidence.push(next);
    const conclusion = conclusionOf(next);
    if (conclusion.lost !== undefined) {
      lost.push(next);
      if (await manner.afterLoss(lost)) continue;
      return evidence;
    }
    outcomes.push(conclusion.outcome);
    const violated = outcomes.filter((outcome) => outcome === "violated").length;
    if (violated > 0) {
      if (violated < 2 && outcomes.length - outcomes.indexOf("violated") <= manner.repeats) continue;
      return evidence;
    }
    if (outcomes.at(-1) !== "inconclusive" || outcomes.length >= MOST_ATTEMPTS) return evidence;
  }
}

/**
 * What became of a rule in one partition. Attempts of which some found it violated and some did not are reported as
 * what they are: neither a violation that can be counted on nor a success. Those that lost answers say nothing.
 * @param repeats those that there had to be after a violated one
 */
export function concludePartition(
  { evidence }: Attempts,
  redact: (text: string) => string,
  repeats: number,
): Conclusion {
  const all = evidence.map((each) => ({ each, conclusion: conclude(each, redact) }));
  const outcomes = all
    .filter(({ conclusion }) => conclusion.lost === undefined)
    .map(({ conclusion }) => conclusion);
  const without = all.filter(({ conclusion }) => conclusion.lost !== undefined);
  const open = () =>
    inconclusive(
      without.flatMap(({ each }) => lostIn(each.exchanges)),
      without.length,
    );
  const began = outcomes.findIndex(({ outcome }) => outcome === "violated");
  // What was too coarse before it says nothing against it.
  const judged = outcomes.slice(began);
  const [first, ...others] = judged;
  // A server that went away for good is the reason itself.
  const gone = all.map(({ conclusion }) => conclusion).find(({ outcome }) => outcome === "broken");
  if (began < 0 || !first) return outcomes.at(-1) ?? gone ?? open();
  if (others.length === 0 && repeats > 0) {
    const { reason, ...rest } = open();
    return { ...rest, reason: `violated in 1 attempt, and never seen again: ${reason}` };
  }
  if (others.length === 0 || others.some(({ outcome }) => outcome === "violated")) return first;
  const words = others.map(({ outcome }) => OUTCOME_WORDS[outcome]);
  const counts = [...new Set(words)].map((word) => `${words.filter((each) => each === word).length} ${word}`);
  const reason = `violated in 1 of ${judged.length} attempts (${counts.join(", ")}): ${first.reason}`;
  return { ...first, outcome: "inconsistent", reason };
}
