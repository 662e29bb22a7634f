import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/report-model.ts";
import type { AccountLender } from "../accounts/account-lender.ts";
import type { Check } from "../define-check.ts";
import { checkOf, waitsForClock } from "../select/check-of-rule.ts";
import { type AccountSource, makesAccounts } from "../target.ts";
import { judgeRule } from "./judge-rule.ts";

/**
 * Judges rules, as many at a time as there are accounts. Half of the workers begin with checks that wait for a clock, so
 * that these wait while others work; a single worker begins with them too.
 * @param onResult called with each result as it comes
 * @param find returns the check of a rule
 */
export async function judgeRules(
  lender: AccountLender,
  source: AccountSource,
  rules: readonly TestableRuleId[],
  onResult: (result: RuleResult) => void,
  find: (rule: TestableRuleId) => Check = checkOf,
): Promise<void> {
  const { concurrency } = lender.target;
  const atOnce = makesAccounts(source) ? concurrency : Math.min(concurrency, source.accounts.length);
  const waiting = rules.filter((rule) => waitsForClock(find(rule)));
  const working = rules.filter((rule) => !waitsForClock(find(rule)));
  const work = async (first: TestableRuleId[], second: TestableRuleId[]) => {
    const next = () => first.shift() ?? second.shift();
    for (let rule = next(); rule; rule = next()) onResult(await judgeRule(rule, find(rule), lender));
  };
  await Promise.all(
    Array.from({ length: atOnce }, (_, index) =>
      index % 2 === 0 ? work(waiting, working) : work(working, waiting),
    ),
  );
}
