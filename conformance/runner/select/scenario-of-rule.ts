import { type Rule, rules, type TestableRuleId } from "../../../generated/rules.ts";
import type { Check } from "../define-check.ts";
import type { Scenario } from "../protocol.ts";
import type { Target } from "../target.ts";

/**
 * The scenario in which a rule is checked: its own, or the one that its check prefers if the target has it; null for
 * the ordinary target.
 */
export function scenarioOf(rule: TestableRuleId, check: Check, { scenarios }: Target): Scenario | null {
  const own = (rules[rule] as Rule).scenario;
  if (own !== undefined) return own;
  const better = check.needs?.scenario;
  return better !== undefined && scenarios[better] ? better : null;
}
