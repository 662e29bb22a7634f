import { type RuleId, rules, type TestableRuleId } from "../../../generated/rules.ts";
import { areaOf } from "../../results/group-results.ts";
import { currentId } from "../../results/rule-ids.ts";
import { inOrderOfStages } from "../../results/stage-progress.ts";

/** Every testable rule of the document, in the order of the stages. */
export const TESTABLE: readonly TestableRuleId[] = inOrderOfStages(
  (Object.keys(rules) as RuleId[]).filter((rule): rule is TestableRuleId => !("untestable" in rules[rule])),
  (rule) => rule,
);

/** Rules by area, in their order. */
export function byArea<Id extends RuleId>(ids: readonly Id[]): Map<string, Id[]> {
  const areas = new Map<string, Id[]>();
  for (const id of ids) areas.set(areaOf(id), [...(areas.get(areaOf(id)) ?? []), id]);
  return areas;
}

/** The result of resolving selectors. */
export interface Selection {
  chosen: TestableRuleId[];
  /** The selectors that select nothing. */
  unknown: string[];
  /** Former ids of rules, each with the current id. */
  renamed: [was: string, now: RuleId][];
}

/** The testable rules that areas and rule ids select: `record` or `record.put` selects all rules below it. */
export function rulesMatching(selectors: readonly string[]): Selection {
  const matches = (rule: string, selector: string) => rule === selector || rule.startsWith(`${selector}.`);
  const selects = (rule: string, selector: string) =>
    matches(rule, selector) || matches(rule, currentId(selector) ?? selector);
  return {
    chosen: TESTABLE.filter((rule) => selectors.some((selector) => selects(rule, selector))),
    unknown: selectors.filter((selector) => !TESTABLE.some((rule) => selects(rule, selector))),
    renamed: selectors.flatMap((selector) => {
      const id = currentId(selector);
      return id === null || id === selector ? [] : [[selector, id] as [string, RuleId]];
    }),
  };
}
