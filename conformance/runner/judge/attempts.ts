import type { Partition } from "../../contract/document.ts";
import { OUTCOME_WORDS } from "../../results/outcome-words.ts";
import type { Outcome } from "../../results/report-model.ts";
import { conclude } from "./conclude.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { inconclusive, lostIn } from "./discount-lost-answers.ts";

/** Most attempts at a check that stays inconclusive. */
const MOST_ATTEMPTS = 3;

/** The attempts at a check for one partition. */
export interface Attempts {
  partition: Partition;
  /** One item for each attempt, in order. */
  evidence: Evidence[];
}

/** When to repeat an attempt. */
export interface RetryPolicy {
  /** Most attempts after the first that found a violation. */
  repeats: number;
  /** Whether to repeat after these attempts that lost answers; waits until the server answers again. */
  afterLoss(lost: readonly Evidence[]): Promise<boolean>;
}

/**
 * Repeats a check until its outcome is sure. It repeats an inconclusive attempt, because a busy machine may measure
 * better the next time, an attempt that lost answers, and a violation, because that has to be seen twice.
 * @param attempt runs the check once, on empty accounts
 * @param conclusionOf the conclusion from one attempt
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
 * Concludes from all attempts for one partition. If only some found a violation, the rule is `inconsistent`. Attempts
 * that lost answers count for nothing.
 * @param repeats number of attempts that have to follow a violation
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
  // Attempts before the first violation were inconclusive, so they do not contradict it.
  const judged = outcomes.slice(began);
  const [first, ...others] = judged;
  // If the server is gone for good, that is the reason.
  const broken = all.map(({ conclusion }) => conclusion).find(({ outcome }) => outcome === "broken");
  if (began < 0 || !first) return outcomes.at(-1) ?? broken ?? open();
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
