/** Checks one server: the preflight, then all chosen rules, then the report. */
import type { TestableRuleId } from "../../generated/rules.ts";
import { Unusable } from "../results/errors.ts";
import type { Clock, Report } from "../results/report-model.ts";
import { AccountLender } from "./accounts/account-lender.ts";
import { claimAccounts, cleanUpAccounts } from "./accounts/claim-accounts.ts";
import { assembleReport } from "./assemble/assemble-report.ts";
import { concurrencyAt, measureClock, secondsAhead } from "./preflight/measure-clock.ts";
import { preflight } from "./preflight/preflight.ts";
import { type RunOptions, runRules } from "./run-rules.ts";
import { rulesByScenario } from "./select/rules-by-scenario.ts";
import type { Target } from "./target.ts";

export interface CheckRun extends Omit<RunOptions, "onCutShort"> {
  /** True: a run that is interrupted or out of time returns the results so far, marked as cut short. */
  keepsWhatItHas?: boolean;
  /** Areas or rules to which the rules were narrowed, as the report names them; empty for none. */
  only: string[];
  /** Called with the server's clock just before the first check begins. */
  onReady?: (clock: Clock) => void;
}

/**
 * Checks a server: measures its clock, inspects its accounts, judges the rules and makes the report.
 * @throws Unusable when the target cannot be used
 * @throws Interrupted when the run was ended from outside
 */
export async function checkServer(
  target: Target,
  chosen: TestableRuleId[],
  { only, onReady = () => {}, keepsWhatItHas = false, ...options }: CheckRun,
): Promise<Report> {
  const clock = await measure(target);
  const timed = { ...target, clockOffset: secondsAhead(clock), concurrency: concurrencyAt(clock, target) };
  const lender = new AccountLender(timed, NAMES);
  try {
    await preflight(lender, (await rulesByScenario(target, chosen)).keys());
    await claimAccounts(lender, {
      signal: options.signal,
      ...(options.onTrouble && { onWatch: options.onTrouble }),
    });
    return await running(
      lender,
      async () => {
        const startedAt = new Date();
        onReady(clock);
        let cutShort: string | null = null;
        const onCutShort = (why: string) => {
          cutShort = why;
        };
        const results = await runRules(timed, chosen, { ...options, ...(keepsWhatItHas && { onCutShort }) });
        const report = assembleReport(results, { target, only, startedAt, clock });
        return cutShort === null ? report : { ...report, verdict: "cut short", complete: false, cutShort };
      },
      options.onTrouble,
    );
  } finally {
    await lender.close();
  }
}

/** Accounts of its own: a server may count the lifetime of a new account from the first request to it. */
const NAMES = { names: "preflight" };

/** Does the work and then cleans up the accounts, also if the work fails. */
async function running<T>(
  lender: AccountLender,
  work: () => Promise<T>,
  onTrouble: (trouble: string) => void = () => {},
): Promise<T> {
  let shared = false;
  try {
    return await work();
  } catch (error) {
    shared = error instanceof Unusable;
    throw error;
  } finally {
    for (const trouble of await cleanUpAccounts(lender, shared)) onTrouble(trouble);
  }
}

async function measure(target: Target): Promise<Clock> {
  const lender = new AccountLender(target, NAMES);
  const [account] = lender.accounts(target, 1, () => {});
  if (!account) throw new Unusable("the target has no accounts");
  return measureClock(account).finally(() => lender.close());
}
