import { checkOf, waitsForClock } from "../../conformance/runner/select/check-of-rule.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { type Rule, rules, type TestableRuleId } from "../../generated/rules.ts";

/** The subsets of rules that the parts of the benchmark measure. */

/** The rules whose checks do not declare that they wait for a clock. */
export function rulesWithoutWaits(): TestableRuleId[] {
  return TESTABLE.filter((rule) => !waitsForClock(checkOf(rule)));
}

/** The rules among them that need nothing but one listed account. */
export function rulesForListedAccounts(): TestableRuleId[] {
  return rulesWithoutWaits().filter((rule) => {
    const { scenario, when }: Rule = rules[rule];
    const { fresh, accounts = 1 } = checkOf(rule).needs ?? {};
    return scenario === undefined && when === undefined && !fresh && accounts === 1;
  });
}

/** A few rules that are judged quickly, to see whether a part works. */
export function quickRules(): TestableRuleId[] {
  return rulesForListedAccounts().filter((rule) => rule.startsWith("record.get."));
}
