import { BY_URGENCY, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import type { Baseline, Outcome, RuleResult } from "../../results/report-model.ts";
import { isKnown } from "../../results/verdict.ts";

/** How a rule is shown: by its outcome, as a failure that was to be expected, or as one without a result. */
export type OutcomeStyle = Outcome | "known" | "notRun" | "uncheckable";

/** Looks in the order in which a reader wants to see them. */
export const OUTCOME_STYLES: readonly OutcomeStyle[] = [
  ...BY_URGENCY.flatMap((outcome): OutcomeStyle[] =>
    outcome === "inconsistent" ? [outcome, "known"] : [outcome],
  ),
  "notRun",
  "uncheckable",
];

/** Looks that are not spoken of where no rule has them. */
export const RARE_STYLES: readonly OutcomeStyle[] = ["known", "notRun", "uncheckable"];

/** How a look is called. */
export const STYLE_WORDS: Readonly<Record<OutcomeStyle, string>> = {
  ...OUTCOME_WORDS,
  known: "known failure",
  notRun: "not in the report",
  uncheckable: "not checkable",
};

/** Shapes that differ without colour; none of them is drawn as an emoji. */
export const GLYPHS: Readonly<Record<OutcomeStyle, string>> = {
  passed: "✓",
  violated: "✕",
  inconsistent: "≠",
  known: "~",
  untested: "○",
  notApplicable: "–",
  inconclusive: "?",
  broken: "!",
  notRun: "·",
  uncheckable: "×",
};

/** The look of a result in a run with this baseline. */
export function styleOf({ rule, outcome }: RuleResult, baseline: Baseline | null): OutcomeStyle {
  return outcome !== "passed" && isKnown(rule, baseline) ? "known" : outcome;
}

/** Number of rules per look. */
export function countStyles(
  rules: readonly { look: OutcomeStyle }[],
): Readonly<Record<OutcomeStyle, number>> {
  const counts = Object.fromEntries(OUTCOME_STYLES.map((look) => [look, 0])) as Record<OutcomeStyle, number>;
  for (const { look } of rules) counts[look] += 1;
  return counts;
}

/** Looks with their numbers, passed rules first: those that occur, and with `all` also what did not. */
export function countedStyles(
  counts: Readonly<Record<OutcomeStyle, number>>,
  { all = false }: { all?: boolean } = {},
): [OutcomeStyle, number][] {
  const order: OutcomeStyle[] = ["passed", ...OUTCOME_STYLES.filter((look) => look !== "passed")];
  return order
    .filter((look) => counts[look] > 0 || (all && !RARE_STYLES.includes(look)))
    .map((look) => [look, counts[look]]);
}
