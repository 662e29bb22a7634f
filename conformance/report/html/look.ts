import type { Baseline, Outcome, RuleResult } from "../../results/model.ts";
import { BY_URGENCY, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { isKnown } from "../../results/verdict.ts";

/** How a result is shown: by its outcome, or as a failure that was to be expected. */
export type Look = Outcome | "known";

/** Looks in the order in which a reader wants to see them. */
export const LOOKS: readonly Look[] = BY_URGENCY.flatMap((outcome): Look[] =>
  outcome === "inconsistent" ? [outcome, "known"] : [outcome],
);

/** How a look is called. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = { ...OUTCOME_WORDS, known: "known failure" };

/** Shapes that differ without colour; none of them is drawn as an emoji. */
export const GLYPHS: Readonly<Record<Look, string>> = {
  passed: "✓",
  violated: "✕",
  inconsistent: "≠",
  known: "~",
  untested: "○",
  notApplicable: "–",
  inconclusive: "?",
  broken: "!",
};

/** The look of a result in a run with this baseline. */
export function lookOf({ rule, outcome }: RuleResult, baseline: Baseline | null): Look {
  return outcome !== "passed" && isKnown(rule, baseline) ? "known" : outcome;
}

/** Number of results per look. */
export function countLooks(
  results: readonly RuleResult[],
  baseline: Baseline | null,
): Readonly<Record<Look, number>> {
  const counts = Object.fromEntries(LOOKS.map((look) => [look, 0])) as Record<Look, number>;
  for (const result of results) counts[lookOf(result, baseline)] += 1;
  return counts;
}
