import { rules, type TestableRuleId } from "../../../generated/rules.ts";
import type { Outcome, RuleResult } from "../../results/report-model.ts";

/** The result of a rule that was not judged. */
export function unjudgedRule(rule: TestableRuleId, outcome: Outcome, reason: string): RuleResult {
  const { level } = rules[rule];
  return { rule, level, outcome, reason, violation: null, durationMs: 0, exchanges: [] };
}
