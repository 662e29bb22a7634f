import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/model.ts";
import { AccountLender } from "../accounts/account-lender.ts";
import type { ExchangeSpool } from "../assemble/exchange-spool.ts";
import { StopSignal } from "../stop-signal.ts";
import type { Target } from "../target.ts";

/**
 * Judges rules on the thread of the caller, several at a time.
 * @param onResult called with each rule as soon as it is judged
 * @param spool takes the exchanges; where left out, they stay in memory
 * @returns a result for each rule, in the order given
 */
export async function judgeConcurrently(
  target: Target,
  chosen: readonly TestableRuleId[],
  onResult: (result: RuleResult) => void,
  spool?: ExchangeSpool,
): Promise<RuleResult[]> {
  // Loaded late: whoever imports the library need not wait for all checks.
  const { judgeRules } = await import("./judge-queue.ts");
  const { confirmFindings } = await import("../settle/confirm-findings.ts");
  const stopSignal = new StopSignal(target.run);
  const lender = new AccountLender(target, { stopSignal, answered: true });
  const found = new Map<string, RuleResult>();
  try {
    await judgeRules(lender, target, chosen, (judged) => {
      const result = spool?.store(judged) ?? judged;
      found.set(result.rule, result);
      onResult(result);
    });
    for (const repeated of await confirmFindings(lender, found)) {
      found.set(repeated.rule, spool?.store(repeated) ?? repeated);
    }
  } finally {
    stopSignal.close();
    await lender.close();
  }
  return chosen.flatMap((rule) => found.get(rule) ?? []);
}
