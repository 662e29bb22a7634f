import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/report-model.ts";
import type { AccountLender } from "../accounts/account-lender.ts";
import { judgeRule } from "../judge/judge-rule.ts";
import { checkOf } from "../select/check-of-rule.ts";
import { joined } from "./retry-inconclusive.ts";

/** More checks than this are not repeated: of a server that breaks so many rules enough is known. */
const MOST_CHECKS = 16;

/**
 * Repeats the checks in which the contract layer saw a rule violated that nobody saw violated again, so that it is seen
 * twice where the server breaks it. What became of their own rules stays as it is.
 * @param found the results so far, by rule
 * @returns those whose check was repeated, with the exchanges of both
 */
export async function confirmFindings(
  lender: AccountLender,
  found: ReadonlyMap<string, RuleResult>,
): Promise<RuleResult[]> {
  if (lender.target.repeats === 0) return [];
  const isOwn = (rule: string, check: string) => rule === check;
  const once = lender.findingAttempts.seenOnce.flatMap(([rule, attempt]) => {
    const check = attempt.split(" ", 1)[0] as TestableRuleId;
    // Of its own rule a check has been repeated already.
    return isOwn(rule, check) || !found.has(rule) || found.get(rule)?.outcome === "violated" ? [] : [check];
  });
  const repeated: RuleResult[] = [];
  for (const check of [...new Set(once)].slice(0, MOST_CHECKS)) {
    const first = found.get(check);
    if (!first || lender.stopSignal?.reason) continue;
    const { exchanges } = joined(first, await judgeRule(check, checkOf(check), lender));
    repeated.push({ ...first, exchanges });
  }
  return repeated;
}
