import { GLYPHS, LOOK_WORDS, LOOKS, type Look, lookOf } from "../../../conformance/report/html/look.ts";
import type { Baseline, RuleResult } from "../../../conformance/results/model.ts";
import type { State } from "./overlay/overlay.ts";

/** How a rule is shown: by its result, or as one that the report says nothing about. */
export type RuleLook = Look | "notRun" | "uncheckable";

/** In the order in which a reader wants to see them. */
export const RULE_LOOKS: readonly RuleLook[] = [...LOOKS, "notRun", "uncheckable"];

export const RULE_WORDS: Readonly<Record<RuleLook, string>> = {
  ...LOOK_WORDS,
  notRun: "not in the report",
  uncheckable: "not checkable",
};

export const RULE_GLYPHS: Readonly<Record<RuleLook, string>> = { ...GLYPHS, notRun: "·", uncheckable: "×" };

/** How a rule of the document is shown that may have a result. */
export function ruleLook(
  result: RuleResult | undefined,
  baseline: Baseline | null,
  isCheckable = true,
): RuleLook {
  if (result !== undefined) return lookOf(result, baseline);
  return isCheckable ? "notRun" : "uncheckable";
}

export const STATE_WORDS: Readonly<Record<State, string>> = {
  violated: "violated",
  known: "known failure",
  seen: "seen",
  missing: "not seen",
  undeclared: "undeclared",
};

export const STATE_GLYPHS: Readonly<Record<State, string>> = {
  violated: GLYPHS.violated,
  known: GLYPHS.known,
  seen: GLYPHS.passed,
  missing: GLYPHS.untested,
  undeclared: "+",
};
