import { rules, type TestableRuleId } from "../../generated/rules.ts";
import type { RuleResult } from "../report/model.ts";

/** A rule of which nothing was learnt. */
export function broken(rule: TestableRuleId, reason: string): RuleResult {
  const { level } = rules[rule];
  return { rule, level, outcome: "broken", reason, violation: null, durationMs: 0, exchanges: [] };
}
