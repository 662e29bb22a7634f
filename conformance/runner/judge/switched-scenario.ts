/** Judges the rules of a scenario into which commands switch the server. */
import type { TestableRuleId } from "../../../generated/rules.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { AccountLender } from "../accounts/account-lender.ts";
import { inspectAccounts } from "../preflight/preflight.ts";
import { refusesEverything } from "../protocol.ts";
import { checkOf } from "../select/check-of-rule.ts";
import type { CommandSwitch } from "../server/command-switch.ts";
import type { StopSignal } from "../stop-signal.ts";
import type { Target } from "../target.ts";
import { judgeRules } from "./judge-queue.ts";
import { judgeRule } from "./judge-rule.ts";
import { unjudgedRule } from "./unjudged-rule.ts";

type OnResult = (result: RuleResult) => void;

/**
 * Judges the rules of a scenario that commands switch on, while no other check runs.
 * @param onResult called with each result as soon as it is known
 */
export async function judgeSwitchedScenario(
  scenarioSwitch: CommandSwitch,
  target: Target,
  chosen: readonly TestableRuleId[],
  { onResult, stopSignal }: { onResult: OnResult; stopSignal: StopSignal },
): Promise<RuleResult[]> {
  const { scenario } = scenarioSwitch;
  // A prefix of its own, because earlier checks have used the other names.
  const names = { names: scenario, stopSignal, answered: true };
  const results: RuleResult[] = [];
  const report: OnResult = (result) => {
    results.push(result);
    onResult(result);
  };
  if (refusesEverything(scenario))
    await oneByOne(new AccountLender(target, { ...names, scenarioSwitch: scenarioSwitch }), chosen, report);
  else await together(new AccountLender(target, names), scenarioSwitch, chosen, report);
  return results;
}

/** Judges rule by rule, because each check needs the server in its ordinary state first. */
async function oneByOne(
  lender: AccountLender,
  chosen: readonly TestableRuleId[],
  report: OnResult,
): Promise<void> {
  for (const rule of chosen) report(await judgeRule(rule, checkOf(rule), lender));
  await lender.close();
}

async function together(
  lender: AccountLender,
  scenarioSwitch: CommandSwitch,
  chosen: readonly TestableRuleId[],
  report: OnResult,
): Promise<void> {
  const { scenario } = scenarioSwitch;
  try {
    await scenarioSwitch.enter();
    await inspectAccounts(lender, scenario);
    await judgeRules(lender, lender.accountSource(scenario), chosen, report);
  } catch (error) {
    for (const rule of chosen) report(unjudgedRule(rule, "broken", `set-up: ${(error as Error).message}`));
  } finally {
    await scenarioSwitch.leave();
    await lender.close();
  }
}
