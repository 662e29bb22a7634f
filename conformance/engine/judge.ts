import { type RuleId, rules, type TestableRuleId } from "../../generated/rules.ts";
import { curlLine } from "../report/curl.ts";
import type { Exchange, Outcome, RuleResult, Violation } from "../report/model.ts";
import type { Check } from "./check.ts";
import type { Lab, Lease } from "./lab.ts";
import { Broken, Inconclusive, NotApplicable, Untested, Violated } from "./outcomes.ts";
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
  const verdict = conclude(rule, failure, exchanges);
  return lab.redactor.deep({
    rule,
    level: rules[rule].level,
    ...verdict,
    durationMs: Math.round(performance.now() - start),
    exchanges,
  });
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
    const seconds = CHECK_TIMEOUT_MS / 1000;
    timer = setTimeout(
      () => reject(new Broken(`the check was given up after ${seconds} s`)),
      CHECK_TIMEOUT_MS,
    );
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

interface Conclusion {
  outcome: Outcome;
  reason: string | null;
  violation: Violation | null;
}

function conclude(rule: RuleId, failure: unknown, exchanges: Exchange[]): Conclusion {
  if (failure instanceof Violated) {
    const { expected, got, answer } = failure;
    return violated(expected, got, answer?.exchange ?? null);
  }
  // What the contract layer saw of this very rule counts, whatever the check itself went on to see.
  for (const exchange of exchanges) {
    const finding = exchange.findings.find((found) => found.rule === rule);
    if (finding) return violated(finding.expected, finding.got, exchange);
  }
  if (failure === null) return exchanges.some(provesLife) ? passed() : other("broken", NO_LIFE);
  const { message } = failure as Error;
  if (failure instanceof Untested) return other("untested", message);
  if (failure instanceof NotApplicable) return other("notApplicable", message);
  if (failure instanceof Inconclusive) return other("inconclusive", message);
  if (failure instanceof Broken) return other("broken", message);
  return other("broken", `the suite itself failed: ${(failure as Error).stack ?? String(failure)}`);
}

const NO_LIFE = "no exchange of this check succeeded in the way of this protocol, so it proves nothing";

/**
 * A check that never saw a success of this protocol proves nothing, whatever it compared: a dead server, or one
 * that says the same to everything, must not pass a rule.
 */
function provesLife({ response, operation, findings }: Exchange): boolean {
  if (!response || !operation || response.status < 200 || response.status > 299) return false;
  const names = response.headers.map(([name]) => name.toLowerCase());
  const fundamental = findings.some(({ rule }) => !rule.startsWith("header.") && !rule.startsWith("auth."));
  return !fundamental && names.includes("x-weave-timestamp");
}

function passed(): Conclusion {
  return { outcome: "passed", reason: null, violation: null };
}

function other(outcome: Outcome, reason: string): Conclusion {
  return { outcome, reason, violation: null };
}

function violated(expected: string, got: string, exchange: Exchange | null): Conclusion {
  const curl = exchange ? curlLine(exchange) : null;
  return {
    outcome: "violated",
    reason: `expected ${expected}; got ${got}`,
    violation: { exchange: exchange?.id ?? null, expected, got, curl },
  };
}

/**
 * Lets what the contract layer saw anywhere in a run count for the rule that it concerns: a rule whose own check
 * passed is violated when an exchange of another check breaks it.
 */
export function applyFindings(results: RuleResult[]): RuleResult[] {
  const seen = new Map<RuleId, Conclusion>();
  for (const exchange of results.flatMap((result) => result.exchanges)) {
    for (const finding of exchange.findings) {
      if (!seen.has(finding.rule)) {
        seen.set(finding.rule, violated(finding.expected, finding.got, exchange));
      }
    }
  }
  return results.map((result) => {
    const found = result.outcome === "violated" ? undefined : seen.get(result.rule);
    return found ? { ...result, ...found } : result;
  });
}
