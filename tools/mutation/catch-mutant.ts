/** Runs the suite and the mutated server in one process, until the check of a rule catches the mutant. */
import { AsyncLocalStorage } from "node:async_hooks";
import { checks } from "../../conformance/checks/index.ts";
import { embedded } from "../../conformance/config/reference-target.ts";
import type { Handler } from "../../conformance/reference/http-handler.ts";
import { startReference } from "../../conformance/reference/server.ts";
import type { RuleResult } from "../../conformance/results/report-model.ts";
import { AccountLender } from "../../conformance/runner/accounts/account-lender.ts";
import { type Check, inOnePartition } from "../../conformance/runner/define-check.ts";
import { judgeRule } from "../../conformance/runner/judge/judge-rule.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { DEFAULTS } from "../../conformance/runner/target.ts";
import type { TestableRuleId } from "../../generated/rules.ts";

/** Numbers of concurrent rules: those that compute, and those that mostly wait. */
const WORKING_LANES = 6;
const WAITING_LANES = 24;
/** Delay of the rules that wait for a clock: most mutants are caught before. */
const HEAD_START_MS = 1500;
/** Time limit of one exchange, for a busy machine. */
const TIMEOUT_MS = 20_000;

export const RULES: readonly TestableRuleId[] = TESTABLE;

/** A rule that the mutated server does not pass. */
export interface Catch {
  rule: TestableRuleId;
  reason: string;
}

/** How strictly the server is checked. */
export interface Strictness {
  /** The number of partitions for which each rule is judged. */
  partitions: 1 | 2;
  /** Whether an untested rule also catches a mutant: on the unchanged server, no rule is untested. */
  complete: boolean;
}

const currentRule = new AsyncLocalStorage<string>();

/** The rule for whose check the server currently works; undefined if it is unknown. */
export function servedRule(): string | undefined {
  return currentRule.getStore();
}

/**
 * Runs the checks of rules against a new reference server until one of them fails twice.
 * @param rules in the order of their beginnings
 * @returns null if all passed or were inconclusive
 */
export async function catchBy(
  rules: readonly TestableRuleId[],
  { partitions, complete }: Strictness,
): Promise<Catch | null> {
  const server = await startReference({ wrap: observed });
  // No repeats by the runner: a failed rule is judged again below, while another rule may catch the mutant.
  const options = {
    ...DEFAULTS,
    shorten: false,
    repeats: 0,
    timeoutMs: TIMEOUT_MS,
    concurrency: 4,
    wipe: true,
  };
  const target = { ...embedded(server), ...options };
  const lenders = new Map<TestableRuleId, AccountLender>();
  let over = false;

  const judged = async (rule: TestableRuleId): Promise<RuleResult> => {
    // A lender for each rule: the names of its accounts say which rule used them.
    const lender = lenders.get(rule) ?? new AccountLender({ ...target, run: `r${RULES.indexOf(rule)}` });
    lenders.set(rule, lender);
    // The server treats both partitions alike, so one is enough. The score may be slightly too low.
    return judgeRule(rule, partitions === 1 ? inOnePartition(checks[rule]) : checks[rule], lender);
  };
  const unclear: TestableRuleId[] = [];
  const attempt = async (rule: TestableRuleId): Promise<Catch | null> => {
    const first = await judged(rule);
    if (first.outcome === "inconclusive") unclear.push(rule);
    if (over || complaint(first, complete) === null) return null;
    // On a busy machine, a correct server may fail once. A mutant fails again.
    return complaint(await judged(rule), complete);
  };
  const lane = async (queue: TestableRuleId[]): Promise<Catch | null> => {
    for (let rule = queue.shift(); rule && !over; rule = queue.shift()) {
      const catching = await attempt(rule);
      if (catching) return catching;
    }
    return null;
  };
  const waits = (rule: TestableRuleId) => checkOf(rule).needs?.waits === true;
  const working = rules.filter((rule) => !waits(rule));
  const waiting = rules.filter(waits);
  const headStart = working.length > 0 ? HEAD_START_MS : 0;
  try {
    const catching = await firstOf([
      ...Array.from({ length: WORKING_LANES }, () => lane(working)),
      ...Array.from({ length: WAITING_LANES }, () => pause(headStart).then(() => lane(waiting))),
    ]);
    return catching ?? (await lane(unclear.splice(0)));
  } finally {
    over = true;
    await Promise.allSettled([...lenders.values()].map((lender) => lender.close()));
    await server.close();
  }
}

const checkOf = (rule: TestableRuleId): Check => checks[rule];

/** The violation in a result, or the first finding of the contract layer; null if there is none. */
function complaint(result: RuleResult, complete: boolean): Catch | null {
  const { outcome, reason, exchanges } = result;
  const rule = result.rule as TestableRuleId;
  const failed = outcome === "violated" || outcome === "broken" || (complete && outcome === "untested");
  if (failed) return { rule, reason: `${outcome}: ${reason}` };
  const [finding] = exchanges.flatMap(({ findings }) => findings);
  if (!finding) return null;
  return { rule, reason: `${finding.rule}: expected ${finding.expected}; got ${finding.got}` };
}

/** The first result that is not null; null if all are. */
async function firstOf<T>(all: Promise<T | null>[]): Promise<T | null> {
  return new Promise((resolve, reject) => {
    for (const promise of all) promise.then((value) => value !== null && resolve(value), reject);
    Promise.all(all).then(() => resolve(null), reject);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function observed(handler: Handler): Handler {
  return (request, env) => {
    const index = /\/r(\d+)-/.exec(env.incoming.url ?? "")?.[1];
    const rule = index === undefined ? undefined : RULES[Number(index)];
    return rule ? currentRule.run(rule, () => handler(request, env)) : handler(request, env);
  };
}
