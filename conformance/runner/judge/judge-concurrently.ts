/** Judges rules concurrently, each scenario with its own accounts. */
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { AccountLender } from "../accounts/account-lender.ts";
import type { ExchangeSpool } from "../assemble/exchange-spool.ts";
import type { StopSignal } from "../stop-signal.ts";
import type { Target } from "../target.ts";

interface JudgeOptions {
  /** Called with each result as soon as it is known. */
  onResult: (result: RuleResult) => void;
  /** Stops the run. The lender of the accounts uses it too, if somebody else works on them. */
  stopSignal: StopSignal;
  /** Stores the exchanges; without it they stay in memory. */
  spool?: ExchangeSpool | undefined;
}

/**
 * Judges rules, several at a time.
 * @returns a result for each rule, in the order given
 */
export async function judgeConcurrently(
  target: Target,
  chosen: readonly TestableRuleId[],
  { onResult, stopSignal, spool }: JudgeOptions,
): Promise<RuleResult[]> {
  // Loaded late, so that importing the library does not load all checks.
  const { judgeRules } = await import("./judge-queue.ts");
  const { confirmFindings } = await import("../settle/confirm-findings.ts");
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
    await lender.close();
  }
  return chosen.flatMap((rule) => found.get(rule) ?? []);
}
