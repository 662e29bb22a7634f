import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/model.ts";
import type { AccountLender } from "../accounts/account-lender.ts";
import type { Check } from "../define-check.ts";
import { checkOf, waitsForClock } from "../select/check-of-rule.ts";
import { type AccountSource, makesAccounts } from "../target.ts";
import { judgeRule } from "./judge-rule.ts";

/**
 * Judges rules, as many at a time as a place has accounts for: those that wait for a clock side by side with those that
 * do not, so that the one wait while the others work, and first where there is room for one alone.
 * @param told is called with each result as it comes
 * @param find gives the check of a rule
 */
export async function judgeRules(
  lender: AccountLender,
  source: AccountSource,
  rules: readonly TestableRuleId[],
  told: (result: RuleResult) => void,
  find: (rule: TestableRuleId) => Check = checkOf,
): Promise<void> {
  const { concurrency } = lender.target;
  const atOnce = makesAccounts(source) ? concurrency : Math.min(concurrency, source.accounts.length);
  const waiting = rules.filter((rule) => waitsForClock(find(rule)));
  const working = rules.filter((rule) => !waitsForClock(find(rule)));
  const work = async (first: TestableRuleId[], second: TestableRuleId[]) => {
    const next = () => first.shift() ?? second.shift();
    for (let rule = next(); rule; rule = next()) told(await judgeRule(rule, find(rule), lender));
  };
  await Promise.all(
    Array.from({ length: atOnce }, (_, index) =>
      index % 2 === 0 ? work(waiting, working) : work(working, waiting),
    ),
  );
}
