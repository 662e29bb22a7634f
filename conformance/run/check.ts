import type { TestableRuleId } from "../../generated/rules.ts";
import { measureClock, secondsAhead } from "../engine/clock.ts";
import { Lab } from "../engine/lab.ts";
import { preflight, Unusable } from "../engine/preflight.ts";
import type { Target } from "../engine/target.ts";
import type { Clock, Report } from "../report/model.ts";
import { assemble } from "./assemble.ts";
import { byScenario } from "./plan.ts";
import { type RunOptions, run } from "./run.ts";

export interface CheckRun extends RunOptions {
  /** Areas or rules to which the rules were narrowed, as the report names them; empty for none. */
  only: string[];
  /** Is told of the clock of the server once it was looked at, just before the first check begins. */
  onReady?: (clock: Clock) => void;
}

/**
 * Checks a server: measures its clock, looks at its accounts, judges the rules, and makes the report.
 * @throws Unusable when the target cannot be used
 * @throws Interrupted when the run was ended from outside
 */
export async function checkServer(
  target: Target,
  chosen: TestableRuleId[],
  { only, onReady = () => {}, ...options }: CheckRun,
): Promise<Report> {
  // Names of its own: the time of what a server grants to a new account begins at the first look at it.
  const preflightRun = `${target.run}-preflight`;
  const clock = await measure({ ...target, run: preflightRun });
  const timed = { ...target, clockOffset: secondsAhead(clock) };
  const lab = new Lab({ ...timed, run: preflightRun });
  await preflight(lab, (await byScenario(target, chosen)).keys()).finally(() => lab.close());

  const startedAt = new Date();
  onReady(clock);
  const results = await run(timed, chosen, options);
  return assemble(results, { target, only, startedAt, clock });
}

async function measure(target: Target): Promise<Clock> {
  const lab = new Lab(target);
  const [account] = lab.accounts(target, 1, () => {});
  if (!account) throw new Unusable("the target has no accounts");
  return measureClock(account).finally(() => lab.close());
}
