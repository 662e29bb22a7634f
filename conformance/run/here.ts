import type { TestableRuleId } from "../../generated/rules.ts";
import { Halt } from "../engine/halt.ts";
import { judge } from "../engine/judge.ts";
import { Lab } from "../engine/lab.ts";
import { makesAccounts, type Target } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";

/**
 * Judges rules on the thread of the caller, several at a time: without vitest, and inside a test of somebody's.
 * @param onResult is told of each rule as it is judged
 * @returns a result for each rule, in the order given
 */
export async function runHere(
  target: Target,
  chosen: readonly TestableRuleId[],
  onResult: (result: RuleResult) => void,
): Promise<RuleResult[]> {
  // Loaded late: whoever imports the library need not wait for all checks.
  const { checkOf, waitingFirst } = await import("./order.ts");
  const halt = new Halt(target.run);
  const lab = new Lab(target, { halt });
  const queue = waitingFirst(chosen);
  const found = new Map<TestableRuleId, RuleResult>();
  const work = async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) {
      const result = await judge(rule, checkOf(rule), lab);
      found.set(rule, result);
      onResult(result);
    }
  };
  const { concurrency, accounts } = target;
  const atOnce = makesAccounts(target) ? concurrency : Math.min(concurrency, accounts.length);
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    halt.close();
    await lab.close();
  }
  return chosen.flatMap((rule) => found.get(rule) ?? []);
}
