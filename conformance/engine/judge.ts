import { rules, type TestableRuleId } from "../../generated/rules.ts";
import type { Exchange, RuleResult } from "../report/model.ts";
import type { Check } from "./check.ts";
import { conclude } from "./conclude.ts";
import type { Lab, Lease } from "./lab.ts";
import { Broken, Untested } from "./outcomes.ts";
import { makesAccounts } from "./target.ts";

/** Attempts at a check whose measurement is too coarse. */
const MOST_ATTEMPTS = 3;
/** A check that takes longer than this is given up. */
const CHECK_TIMEOUT_MS = 120_000;

/**
 * Runs one check against accounts of its own and says what became of its rule.
 * Never rejects: what goes wrong in a check is an outcome.
 */
export async function judge(rule: TestableRuleId, check: Check, lab: Lab): Promise<RuleResult> {
  const exchanges: Exchange[] = [];
  const record = (exchange: Exchange) => {
    exchange.id = `${rule}#${exchanges.length + 1}`;
    exchanges.push(exchange);
  };
  const start = performance.now();
  const conclusionOfAttempt = async () => {
    const { failure, began, ended } = await attempt(check, lab, exchanges, record);
    const own = exchanges.slice(began, ended);
    return conclude({ rule, failure, exchanges, own }, (text) => lab.redactor.text(text));
  };
  let conclusion = await conclusionOfAttempt();
  // A measurement that a busy machine made too coarse may succeed the next time.
  for (let tries = 1; conclusion.outcome === "inconclusive" && tries < MOST_ATTEMPTS; tries++) {
    conclusion = await conclusionOfAttempt();
  }
  const durationMs = Math.round(performance.now() - start);
  return { rule, level: rules[rule].level, ...conclusion, durationMs, exchanges };
}

interface Attempt {
  /** What the check threw; null when it returned. */
  failure: unknown;
  /** The exchanges of the check itself stand between these: before and after them the lab was at work. */
  began: number;
  ended: number;
}

async function attempt(
  check: Check,
  lab: Lab,
  exchanges: readonly Exchange[],
  record: (exchange: Exchange) => void,
): Promise<Attempt> {
  const { accounts = 1, fresh = false } = check.needs ?? {};
  let lease: Lease | null = null;
  let began = exchanges.length;
  let failure: unknown = null;
  try {
    if (fresh && !makesAccounts(lab.target)) {
      throw new Untested("needs an account that was never written to: give an endpoint with {account}");
    }
    lease = await lab.lease(accounts, record);
    began = exchanges.length;
    const [account, other = account] = lease.accounts;
    if (!account || !other) throw new Broken("no account was lent");
    await withTimeout(check({ account, other }));
  } catch (error) {
    failure = error ?? new Error("a check threw nothing");
  }
  const ended = exchanges.length;
  await lease?.release();
  return { failure, began, ended };
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `the check was given up after ${CHECK_TIMEOUT_MS / 1000} s`;
    timer = setTimeout(() => reject(new Broken(reason)), CHECK_TIMEOUT_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
