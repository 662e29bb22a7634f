import { checkOf, waitsForClock } from "../../conformance/runner/select/check-of-rule.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { type Rule, rules, type TestableRuleId } from "../../generated/rules.ts";

/** The rules whose checks do not say that they wait for a clock. */
export function unhurried(): TestableRuleId[] {
  return TESTABLE.filter((rule) => !waitsForClock(checkOf(rule)));
}

/** Those of them that a server with listed accounts and nothing else can be checked for. */
export function ordinary(): TestableRuleId[] {
  return unhurried().filter((rule) => {
    const { scenario, when }: Rule = rules[rule];
    const { fresh, accounts = 1 } = checkOf(rule).needs ?? {};
    return scenario === undefined && when === undefined && !fresh && accounts === 1;
  });
}

/** A few that are soon judged, to see that a part works. */
export function glance(): TestableRuleId[] {
  return ordinary().filter((rule) => rule.startsWith("record.get."));
}
