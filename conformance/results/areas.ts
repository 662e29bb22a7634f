import type { Outcome, RuleResult } from "./model.ts";
import { BY_URGENCY } from "./outcome-words.ts";
import { visible } from "./text.ts";

/** Results of one area, the part of a rule id before the first dot. */
export interface Area {
  name: string;
  results: RuleResult[];
}

/** The area of a rule: `record` of `record.put.created`. */
export function areaOf(rule: string): string {
  return rule.split(".", 1)[0] ?? rule;
}

/** Groups results by area, areas in order of first appearance, results in their order. */
export function groupByArea(results: readonly RuleResult[]): Area[] {
  const areas = new Map<string, RuleResult[]>();
  for (const result of results) {
    const name = areaOf(result.rule);
    const group = areas.get(name);
    if (group === undefined) areas.set(name, [result]);
    else group.push(result);
  }
  return [...areas].map(([name, group]) => ({ name, results: group }));
}

/** The same grouping with what needs work first: inside each area, and areas by their most urgent result. */
export function groupByUrgency(results: readonly RuleResult[]): Area[] {
  const rank = ({ outcome }: RuleResult) => BY_URGENCY.indexOf(outcome);
  const least = BY_URGENCY.indexOf("notApplicable");
  // An area with rules that do not apply needs no work, so it is no more urgent than a passed one.
  const areaRank = ({ results: [first] }: Area) => Math.min(first ? rank(first) : least, least);
  return groupByArea(results)
    .map(({ name, results: group }) => ({ name, results: group.toSorted((a, b) => rank(a) - rank(b)) }))
    .sort((a, b) => areaRank(a) - areaRank(b));
}

/** Rules of one outcome by their reason, the most frequent reason first. */
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
