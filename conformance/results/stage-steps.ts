import { type Rule, rules, type StageName, stages } from "../../generated/rules.ts";
import type { RuleResult, Step } from "./model.ts";

/** The stages of which a run has rules, in their order. */
export function stageSteps(results: readonly Pick<RuleResult, "rule" | "outcome">[]): Step[] {
  return stages.flatMap(({ name, title }) => {
    const its = results.filter(({ rule }) => stageNamed(rule) === name);
    const passed = its.filter(({ outcome }) => outcome === "passed").length;
    return its.length > 0 ? [{ stage: name, title, passed, total: its.length }] : [];
  });
}

/** Items in the order of the stages of their rules; those of one stage keep their order. */
export function inOrderOfStages<Item>(items: readonly Item[], ruleOf: (item: Item) => string): Item[] {
  const place = (item: Item) => stages.findIndex(({ name }) => name === stageNamed(ruleOf(item)));
  return items.toSorted((a, b) => place(a) - place(b));
}

/** The stage of a rule; null for one that this document does not have. */
function stageNamed(rule: string): StageName | null {
  return (rules as Readonly<Record<string, Rule>>)[rule]?.stage ?? null;
}
