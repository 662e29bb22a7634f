import type { Baseline, Outcome, RuleResult } from "../../results/model.ts";
import { BY_URGENCY, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { isKnown } from "../../results/verdict.ts";

/** How a rule is shown: by its outcome, as a failure that was to be expected, or as one without a result. */
export type Look = Outcome | "known" | "notRun" | "uncheckable";

/** Looks in the order in which a reader wants to see them. */
export const LOOKS: readonly Look[] = [
  ...BY_URGENCY.flatMap((outcome): Look[] => (outcome === "inconsistent" ? [outcome, "known"] : [outcome])),
  "notRun",
  "uncheckable",
];

/** Looks that are not spoken of where no rule has them. */
export const RARE: readonly Look[] = ["known", "notRun", "uncheckable"];

/** How a look is called. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  ...OUTCOME_WORDS,
  known: "known failure",
  notRun: "not in the report",
  uncheckable: "not checkable",
};

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
  notRun: "·",
  uncheckable: "×",
};

/** The look of a result in a run with this baseline. */
export function lookOf({ rule, outcome }: RuleResult, baseline: Baseline | null): Look {
  return outcome !== "passed" && isKnown(rule, baseline) ? "known" : outcome;
}

/** Number of rules per look. */
export function countLooks(rules: readonly { look: Look }[]): Readonly<Record<Look, number>> {
  const counts = Object.fromEntries(LOOKS.map((look) => [look, 0])) as Record<Look, number>;
  for (const { look } of rules) counts[look] += 1;
  return counts;
}

/** Looks with their numbers, passed rules first: those that occur, and with `all` also what did not. */
export function countedLooks(
  counts: Readonly<Record<Look, number>>,
  { all = false }: { all?: boolean } = {},
): [Look, number][] {
  const order: Look[] = ["passed", ...LOOKS.filter((look) => look !== "passed")];
  return order
    .filter((look) => counts[look] > 0 || (all && !RARE.includes(look)))
    .map((look) => [look, counts[look]]);
}
