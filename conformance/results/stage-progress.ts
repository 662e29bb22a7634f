/** Counts the passed rules of each stage, and sorts items by the stages of their rules. */
import { type Rule, rules, type StageName, stages } from "../../generated/rules.ts";
import type { RuleResult, StageProgress } from "./report-model.ts";

/** The stages that the run has rules of, in their order. */
export function stageProgress(results: readonly Pick<RuleResult, "rule" | "outcome">[]): StageProgress[] {
  return stages.flatMap(({ name, title }) => {
    const ofStage = results.filter(({ rule }) => stageOf(rule) === name);
    const passed = ofStage.filter(({ outcome }) => outcome === "passed").length;
    return ofStage.length > 0 ? [{ stage: name, title, passed, total: ofStage.length }] : [];
  });
}

/** Sorts items by the stage of their rule; items of one stage keep their order. */
export function inOrderOfStages<Item>(items: readonly Item[], ruleOf: (item: Item) => string): Item[] {
  const position = (item: Item) => stages.findIndex(({ name }) => name === stageOf(ruleOf(item)));
  return items.toSorted((a, b) => position(a) - position(b));
}

/** The stage of a rule; null if this document does not have the rule. */
function stageOf(rule: string): StageName | null {
  return (rules as Readonly<Record<string, Rule>>)[rule]?.stage ?? null;
}
