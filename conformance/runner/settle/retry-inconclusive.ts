import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { AccountLender } from "../accounts/account-lender.ts";
import { judgeRule } from "../judge/judge-rule.ts";
import type { StopSignal } from "../stop-signal.ts";
import type { Target } from "../target.ts";

/** More than this many are no matter of a busy machine, and would take too long one by one. */
const MOST_RULES = 16;

interface Again {
  /** Called with each result as its rule is judged. */
  onResult?: (result: RuleResult) => void;
  stopSignal?: StopSignal | null;
}

/**
 * Judges rules again, one by one, that were inconclusive while everything else was under way: on a quiet machine the
 * same measurement may be fine enough. What the first attempts showed stays among the exchanges.
 * @param results those of the run so far
 * @returns all of them, each rule with its last outcome
 */
export async function retryInconclusive(
  target: Target,
  results: RuleResult[],
  { onResult = () => {}, stopSignal = null }: Again = {},
): Promise<RuleResult[]> {
  const coarse = results.filter(({ outcome }) => outcome === "inconclusive");
  if (coarse.length === 0 || coarse.length > MOST_RULES) return results;
  // Loaded late: hardly any run comes here.
  const { checks } = await import("../../checks/index.ts");
  // Names of its own: those of the first attempts are in use already.
  const lender = new AccountLender(target, { names: "again", stopSignal, answered: true });
  const retried = new Map<string, RuleResult>();
  try {
    for (const first of coarse) {
      const rule = first.rule as TestableRuleId;
      const next = joined(first, await judgeRule(rule, checks[rule], lender));
      retried.set(rule, next);
      onResult(next);
    }
  } finally {
    await lender.close();
  }
  return results.map((result) => retried.get(result.rule) ?? result);
}

/** The second result with the exchanges of both; its own keep their order and get the numbers after the first ones. */
export function joined(first: RuleResult, second: RuleResult): RuleResult {
  const obstacle = second.exchanges.find(({ id }) => id === second.obstacle);
  const evidence = second.exchanges.find(({ id }) => id === second.violation?.exchange);
  const exchanges = [...first.exchanges, ...second.exchanges];
  for (const [index, exchange] of exchanges.entries()) exchange.id = `${second.rule}#${index + 1}`;
  const attempts = first.exchanges.reduce((most, { part }) => Math.max(most, part?.attempt ?? 0), 0);
  for (const { part } of second.exchanges) if (part) part.attempt += attempts;
  const durationMs = first.durationMs + second.durationMs;
  const violation = second.violation && { ...second.violation, exchange: evidence?.id ?? null };
  return { ...second, violation, durationMs, exchanges, ...(obstacle && { obstacle: obstacle.id }) };
}
