import { type RuleId, rules, type TestableRuleId } from "../../generated/rules.ts";
import { areaOf } from "../report/areas.ts";

/** Every testable rule of the document, in its order. */
export const TESTABLE: readonly TestableRuleId[] = (Object.keys(rules) as RuleId[]).filter(
  (rule): rule is TestableRuleId => !("untestable" in rules[rule]),
);

/** Rules by area, in their order. */
export function byArea<Id extends RuleId>(ids: readonly Id[]): Map<string, Id[]> {
  const areas = new Map<string, Id[]>();
  for (const id of ids) areas.set(areaOf(id), [...(areas.get(areaOf(id)) ?? []), id]);
  return areas;
}

/**
 * The testable rules that areas and rule ids select: `record` or `record.put` takes all below it.
 * @returns the rules, and the selectors that select nothing
 */
export function select(selectors: readonly string[]): { chosen: TestableRuleId[]; unknown: string[] } {
  const matches = (rule: string, selector: string) => rule === selector || rule.startsWith(`${selector}.`);
  return {
    chosen: TESTABLE.filter((rule) => selectors.some((selector) => matches(rule, selector))),
    unknown: selectors.filter((selector) => !TESTABLE.some((rule) => matches(rule, selector))),
  };
}
