import type { Partition } from "../contract/document.ts";
import type { Outcome } from "../report/model.ts";
import { OUTCOME_WORDS } from "../report/words.ts";
import { type Conclusion, conclude, type Evidence } from "./conclude.ts";

/** Attempts at a check whose measurement is too coarse. */
const MOST_ATTEMPTS = 3;

/** What there is to conclude from, of a check that was run for one partition. */
export interface Attempts {
  partition: Partition;
  /** One for each attempt, in their order. */
  evidence: Evidence[];
}

/**
 * Runs a check as often as it takes to believe what it says: again where its measurement was too coarse, which on a
 * busy machine may succeed the next time, and again where its rule came out violated, which has to show twice.
 * @param attempt runs it once, on accounts that are empty
 * @param outcomeOf says what one attempt comes to
 * @param repeats attempts after the first violated one, at most
 */
export async function attemptUntilSure(
  attempt: () => Promise<Evidence>,
  outcomeOf: (evidence: Evidence) => Outcome,
  repeats: number,
): Promise<Evidence[]> {
  const evidence = [await attempt()];
  const outcomes = evidence.map(outcomeOf);
  const violated = () => outcomes.filter((outcome) => outcome === "violated").length;
  const isOpen = () => {
    if (violated() === 0) return outcomes.at(-1) === "inconclusive" && outcomes.length < MOST_ATTEMPTS;
    return violated() < 2 && outcomes.length - outcomes.indexOf("violated") <= repeats;
  };
  while (isOpen()) {
    const next = await attempt();
    evidence.push(next);
    outcomes.push(outcomeOf(next));
  }
  return evidence;
}

/**
 * What became of a rule in one partition. Attempts of which some found it violated and some did not are reported as
 * what they are: neither a violation that can be counted on nor a success.
 */
export function settle({ evidence }: Attempts, redact: (text: string) => string): Conclusion {
  const all = evidence.map((each) => conclude(each, redact));
  const began = all.findIndex(({ outcome }) => outcome === "violated");
  // What was too coarse before it says nothing against it.
  const judged = all.slice(began);
  const [first, ...repeats] = judged;
  if (began < 0 || !first) return all.at(-1) as Conclusion;
  if (repeats.length === 0 || repeats.some(({ outcome }) => outcome === "violated")) return first;
  const others = repeats.map(({ outcome }) => OUTCOME_WORDS[outcome]);
  const counts = [...new Set(others)].map(
    (word) => `${others.filter((each) => each === word).length} ${word}`,
  );
  const reason = `violated in 1 of ${judged.length} attempts (${counts.join(", ")}): ${first.reason}`;
  return { ...first, outcome: "inconsistent", reason };
}
