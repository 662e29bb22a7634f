import { type Rule, rules, type TestableRuleId } from "../../../generated/rules.ts";
import type { Check } from "../define-check.ts";
import type { Scenario } from "../protocol.ts";
import type { Target } from "../target.ts";

/**
 * The scenario at whose target a rule is checked: its own, or the one in which its check finds more to see, where the
 * target has it; null for the target itself.
 */
export function scenarioOf(rule: TestableRuleId, check: Check, { scenarios }: Target): Scenario | null {
  const own = (rules[rule] as Rule).scenario;
  if (own !== undefined) return own;
  const better = check.needs?.scenario;
  return better !== undefined && scenarios[better] ? better : null;
}
