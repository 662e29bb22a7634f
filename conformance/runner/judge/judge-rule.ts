import { type Rule, rules, type TestableRuleId } from "../../../generated/rules.ts";
import type { Partition } from "../../contract/document.ts";
import type { Exchange, RuleResult } from "../../results/report-model.ts";
import type { AccountLender, Loan } from "../accounts/account-lender.ts";
import type { Check } from "../define-check.ts";
import { Broken, Untested } from "../outcomes.ts";
import { partitionsOf, type Scenario } from "../protocol.ts";
import { scenarioOf } from "../select/scenario-of-rule.ts";
import { keepingTo } from "../select/stages.ts";
import { RunStopped } from "../stop-signal.ts";
import { type AccountSource, makesAccounts } from "../target.ts";
import { expectApplicable } from "./applicability.ts";
import { type Attempts, attemptUntilSure, concludePartition } from "./attempts.ts";
import { withCheckTimeout } from "./check-timeout.ts";
import { conclude, worstConclusion } from "./conclude.ts";
import type { Conclusion, Evidence } from "./conclusion.ts";
import { LostAnswerRetries } from "./retry-lost-answers.ts";

/**
 * Runs one check for both partitions at once, on separate accounts, and concludes the outcome of its rule. Never
 * rejects: an error in a check is an outcome.
 */
export async function judgeRule(
  rule: TestableRuleId,
  check: Check,
  lender: AccountLender,
): Promise<RuleResult> {
  const start = performance.now();
  const partitions = partitionsOf(check.needs);
  const judgePartition = async (partition: Partition) => ({
    partition,
    evidence: await attemptUntilConclusive(rule, check, lender, partition),
  });
  // With a scenario switch, one at a time: the first partition's scenario would disturb the second's set-up.
  const trials = lender.scenarioSwitch
    ? await inTurn(partitions, judgePartition)
    : await Promise.all(partitions.map(judgePartition));
  const exchanges = trials.flatMap(({ evidence }) => evidence.flatMap((each) => each.exchanges));
  // Numbered only now, because numbers given during concurrent attempts would differ from run to run.
  for (const [index, exchange] of exchanges.entries()) exchange.id = `${rule}#${index + 1}`;
  const redact = redactorOf(lender);
  const conclusion =
    endedEarly(trials) ??
    worstConclusion(
      trials.map((attempts) => ({
        ...attempts,
        ...concludePartition(attempts, redact, lender.target.repeats),
      })),
    );
  const durationMs = Math.round(performance.now() - start);
  return { rule, level: rules[rule].level, ...conclusion, durationMs, exchanges };
}

/** The conclusion if a stop cut off an attempt: the other attempts do not count, because it should have confirmed them. */
function endedEarly(trials: readonly Attempts[]): Conclusion | null {
  const failures = trials.flatMap(({ evidence }) => evidence.map(({ failure }) => failure));
  const ended = failures.find((failure) => failure instanceof RunStopped);
  return ended ? { outcome: "untested", reason: ended.message, violation: null } : null;
}

async function inTurn<T, U>(all: readonly T[], work: (each: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (const each of all) done.push(await work(each));
  return done;
}

function redactorOf({ redactor }: AccountLender): (text: string) => string {
  return (text) => redactor.text(text);
}

/** Runs a check for one partition until its outcome is sure. */
function attemptUntilConclusive(
  rule: TestableRuleId,
  check: Check,
  lender: AccountLender,
  partition: Partition,
): Promise<Evidence[]> {
  const retries = new LostAnswerRetries(lender, `${rule} ${partition}`);
  let attempts = 0;
  const once = async () => {
    attempts += 1;
    const exchanges: Exchange[] = [];
    const start = performance.now();
    const { failure, began, ended } = await attempt(rule, check, { lender, partition, exchanges });
    for (const [index, exchange] of exchanges.entries()) {
      const phase = index < began ? "set-up" : index < ended ? "check" : "clean-up";
      exchange.part = { partition, attempt: attempts, phase };
    }
    const disturbed = lender.lossTracker.wasAway(start);
    const evidence = { rule, failure, exchanges, own: exchanges.slice(began, ended), disturbed };
    retries.see(evidence, conclusionOf(evidence));
    return evidence;
  };
  const conclusionOf = (evidence: Evidence) => conclude(evidence, redactorOf(lender));
  return attemptUntilSure(once, conclusionOf, retries);
}

interface Attempt {
  /** What the check threw; null when it returned. */
  failure: unknown;
  /** The exchanges of the check itself stand between these: before and after them, the lender prepares and empties accounts. */
  began: number;
  ended: number;
}

async function attempt(
  rule: TestableRuleId,
  check: Check,
  { lender, partition, exchanges }: { lender: AccountLender; partition: Partition; exchanges: Exchange[] },
): Promise<Attempt> {
  const { when }: Rule = rules[rule];
  const scenario = scenarioOf(rule, check, lender.target);
  const { accounts = 1, fresh = false, spare = 0 } = check.needs ?? {};
  const wantsOrdinary = check.needs?.ordinary === true && scenario !== null;
  const record = (exchange: Exchange) => exchanges.push(exchange);
  let lease: Loan | null = null;
  let began = exchanges.length;
  let failure: unknown = null;
  try {
    if (fresh && !makesAccounts(lender.accountSource(scenario))) {
      throw new Untested("needs an account that nobody has written to: give an endpoint with {account}");
    }
    if (when !== undefined)
      await expectApplicable(when, placeToAsk(when, scenario, lender), { lender, record });
    const more = makesAccounts(lender.accountSource(scenario)) ? spare : 0;
    const ask = { scenario, accounts: accounts + more, ordinary: wantsOrdinary, byToken: when === "bearer" };
    lease = await lender.lend(ask, record);
    began = exchanges.length;
    const [account, other = account] = lease.accounts;
    if (!account || !other) throw new Broken("no account was lent");
    const { seed, effort, shorten, through } = lender.target;
    const ordinary = lease.ordinary ?? account;
    const others = { other, spare: lease.accounts.slice(accounts), ordinary };
    const work = keepingTo(through, () => check({ account, ...others, partition, seed, effort, shorten }));
    const answered = () => exchanges.filter(({ response }) => response !== null).length;
    const lasting = withCheckTimeout(work, answered, effort);
    await (lender.stopSignal?.raceWith(lasting) ?? lasting);
  } catch (error) {
    failure = error ?? new Error("a check threw nothing");
  }
  const ended = exchanges.length;
  // Without a loan the check itself never began.
  if (lease === null) began = ended;
  // If clean-up fails, its error replaces the result of the check.
  await lease?.release().catch((error: unknown) => {
    failure = error;
  });
  return { failure, began, ended };
}

/** The accounts to ask about a feature: for quotas without a target of their own, those of the ordinary target. */
function placeToAsk(when: Rule["when"], scenario: Scenario | null, lender: AccountLender): AccountSource {
  const named = scenario !== null && lender.target.scenarios[scenario] !== undefined;
  return when === "quota" && !named ? lender.target : lender.accountSource(scenario);
}
