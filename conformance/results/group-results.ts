/** Groups the results of a run: by area, and by reason. */

import { visible } from "./format-text.ts";
import type { Outcome, RuleResult } from "./report-model.ts";

/** The results, or rules, of one area. The area is the part of a rule id before the first dot. */
export interface Area<Item = RuleResult> {
  name: string;
  results: Item[];
}

/** The area of a rule: `record` of `record.put.created`. */
export function areaOf(rule: string): string {
  return rule.split(".", 1)[0] ?? rule;
}

/** Groups results by area, areas in order of first appearance, results in their order. */
export function groupByArea<Item extends { rule: string }>(results: readonly Item[]): Area<Item>[] {
  const areas = new Map<string, Item[]>();
  for (const result of results) {
    const name = areaOf(result.rule);
    const group = areas.get(name);
    if (group === undefined) areas.set(name, [result]);
    else group.push(result);
  }
  return [...areas].map(([name, group]) => ({ name, results: group }));
}

/** Groups the rules of one outcome by their reason, the most frequent reason first. */
export function groupByReason(
  results: readonly RuleResult[],
  outcome: Outcome,
): [reason: string, rules: string[]][] {
  const reasons = new Map<string, string[]>();
  for (const result of results) {
    if (result.outcome !== outcome) continue;
    const reason = visible(result.reason ?? "no reason given");
    reasons.set(reason, [...(reasons.get(reason) ?? []), result.rule]);
  }
  return [...reasons].sort(([, a], [, b]) => b.length - a.length);
}
