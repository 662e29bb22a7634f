import type { TestableRuleId } from "../../generated/rules.ts";
import { checks } from "../checks/index.ts";
import type { Check } from "../engine/check.ts";

/** The check of a rule, as one of many: the type of each says more than anybody needs who runs it. */
export function checkOf(rule: TestableRuleId): Check {
  return checks[rule];
}

/** Rules in the order in which they begin: what waits for a clock first, so that its wait passes while the others work. */
export function waitingFirst(rules: readonly TestableRuleId[]): TestableRuleId[] {
  const waits = (rule: TestableRuleId) => Number(checkOf(rule).needs?.waits ?? 0);
  return rules.toSorted((a, b) => waits(b) - waits(a));
}
