import type { TestableRuleId } from "../../../generated/rules.ts";
import { checks } from "../../checks/index.ts";
import type { Check } from "../define-check.ts";

/** The check of a rule, with the common type of all checks. */
export function checkOf(rule: TestableRuleId): Check {
  return checks[rule];
}

/** Whether a check waits for a clock. */
export function waitsForClock({ needs }: Check): boolean {
  return needs?.waits === true;
}
