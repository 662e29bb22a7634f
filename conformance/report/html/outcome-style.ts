/** The style of a rule on the page: word, glyph and order of each outcome. */
import { BY_URGENCY, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import type { Baseline, Outcome, RuleResult } from "../../results/report-model.ts";
import { isKnown } from "../../results/verdict.ts";

/** The style of a rule: its outcome, a known failure, or a rule without a result. */
export type OutcomeStyle = Outcome | "known" | "notRun" | "uncheckable";

/** Styles in the order of urgency: those that need work come first. */
export const OUTCOME_STYLES: readonly OutcomeStyle[] = [
  ...BY_URGENCY.flatMap((outcome): OutcomeStyle[] =>
    outcome === "inconsistent" ? [outcome, "known"] : [outcome],
  ),
  "notRun",
  "uncheckable",
];

/** Styles that the page mentions only if a rule has them. */
export const RARE_STYLES: readonly OutcomeStyle[] = ["known", "notRun", "uncheckable"];

/** The words for a style. */
export const STYLE_WORDS: Readonly<Record<OutcomeStyle, string>> = {
  ...OUTCOME_WORDS,
  known: "known failure",
  notRun: "not in the report",
  uncheckable: "not checkable",
};

/** Shapes that differ without colour; none of them is drawn as an emoji. */
export const STYLE_GLYPHS: Readonly<Record<OutcomeStyle, string>> = {
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

/** The style of a result in a run with this baseline. */
export function styleOf({ rule, outcome }: RuleResult, baseline: Baseline | null): OutcomeStyle {
  return outcome !== "passed" && isKnown(rule, baseline) ? "known" : outcome;
}

/** Counts rules by style. */
export function countStyles(
  rules: readonly { style: OutcomeStyle }[],
): Readonly<Record<OutcomeStyle, number>> {
  const counts = Object.fromEntries(OUTCOME_STYLES.map((style) => [style, 0])) as Record<
    OutcomeStyle,
    number
  >;
  for (const { style } of rules) counts[style] += 1;
  return counts;
}

/** Styles with their counts, passed rules first: those that occur, and with `all` also those that do not. */
export function countedStyles(
  counts: Readonly<Record<OutcomeStyle, number>>,
  { all = false }: { all?: boolean } = {},
): [OutcomeStyle, number][] {
  const order: OutcomeStyle[] = ["passed", ...OUTCOME_STYLES.filter((style) => style !== "passed")];
  return order
    .filter((style) => counts[style] > 0 || (all && !RARE_STYLES.includes(style)))
    .map((style) => [style, counts[style]]);
}
