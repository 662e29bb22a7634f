import type { TestableRuleId } from "../../generated/rules.ts";
import { judge } from "../engine/judge.ts";
import type { Lab } from "../engine/lab.ts";
import { makesAccounts, type Place } from "../engine/target.ts";
import type { RuleResult } from "../report/model.ts";
import { checkOf } from "./order.ts";

/**
 * Judges rules in the order given, as many at a time as a place has accounts for.
 * @param told is told of each rule as it is judged
 */
export async function judgeAll(
  lab: Lab,
  place: Place,
  rules: readonly TestableRuleId[],
  told: (result: RuleResult) => void,
): Promise<void> {
  const { concurrency } = lab.target;
  const atOnce = makesAccounts(place) ? concurrency : Math.min(concurrency, place.accounts.length);
  const queue = [...rules];
  const work = async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) told(await judge(rule, checkOf(rule), lab));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
