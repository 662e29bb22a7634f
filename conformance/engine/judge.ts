import { rules, type TestableRuleId } from "../../generated/rules.ts";
import type { Exchange, RuleResult } from "../report/model.ts";
import type { Check } from "./check.ts";
import { conclude } from "./conclude.ts";
import type { Lab, Lease } from "./lab.ts";
import { Broken, Untested } from "./outcomes.ts";
import { makesAccounts } from "./target.ts";

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
  const failure = await attempt(check, lab, record);
  const conclusion = conclude(rule, failure, exchanges, (text) => lab.redactor.text(text));
  const durationMs = Math.round(performance.now() - start);
  return { rule, level: rules[rule].level, ...conclusion, durationMs, exchanges };
}

/** Runs the check; returns what it threw, or null. */
async function attempt(check: Check, lab: Lab, record: (exchange: Exchange) => void): Promise<unknown> {
  const { accounts = 1, fresh = false } = check.needs ?? {};
  let lease: Lease | null = null;
  try {
    if (fresh && !makesAccounts(lab.target)) {
      throw new Untested("needs an account that was never written to: give an endpoint with {account}");
    }
    lease = await lab.lease(accounts, record);
    const [account, other = account] = lease.accounts;
    if (!account || !other) throw new Broken("no account was lent");
    await withTimeout(check({ account, other }));
    return null;
  } catch (error) {
    return error ?? new Error("a check threw nothing");
  } finally {
    await lease?.release();
  }
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `the check was given up after ${CHECK_TIMEOUT_MS / 1000} s`;
    timer = setTimeout(() => reject(new Broken(reason)), CHECK_TIMEOUT_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
