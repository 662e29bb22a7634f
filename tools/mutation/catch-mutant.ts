/** What runs where the server is mutated: the suite and the server in one process. */
import { AsyncLocalStorage } from "node:async_hooks";
import { checks } from "../../conformance/checks/index.ts";
import { embedded } from "../../conformance/config/reference-target.ts";
import type { Handler } from "../../conformance/reference/boundary.ts";
import { startReference } from "../../conformance/reference/server.ts";
import type { RuleResult } from "../../conformance/results/model.ts";
import { AccountLender } from "../../conformance/runner/accounts/account-lender.ts";
import { type Check, inOnePartition } from "../../conformance/runner/define-check.ts";
import { judgeRule } from "../../conformance/runner/judge/judge-rule.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { DEFAULTS } from "../../conformance/runner/target.ts";
import type { TestableRuleId } from "../../generated/rules.ts";

/** Rules under way at the same time: those that work, and those that mostly wait. */
const AT_WORK = 6;
const WAITING = 24;
/** Before those that wait for a clock begin: hardly a mutant is alive by then. */
const HEAD_START_MS = 1500;
/** For one exchange, on a machine that has other things to do. */
const TIMEOUT_MS = 20_000;

export const RULES: readonly TestableRuleId[] = TESTABLE;

/** A rule that does not pass on the server as it is now. */
export interface Catch {
  rule: TestableRuleId;
  reason: string;
}

/** How strictly a server is looked at. */
export interface Strictness {
  /** For how many partitions each rule is judged. */
  partitions: 1 | 2;
  /** Whether an untested rule also counts against the server: on the unchanged server, no rule is untested. */
  complete: boolean;
}

const acting = new AsyncLocalStorage<string>();

/** The rule for whose check the server is at work just now; undefined if it is not known. */
export function servedRule(): string | undefined {
  return acting.getStore();
}

/**
 * Runs the checks of rules against a reference server of its own until one of them does not pass, twice.
 * @param rules in the order in which they are to begin
 * @returns null where all passed, or came to no conclusion
 */
export async function catchBy(
  rules: readonly TestableRuleId[],
  { partitions, complete }: Strictness,
): Promise<Catch | null> {
  const server = await startReference({ wrap: observed });
  // What fails is judged again here, where a mutant may be caught by another rule meanwhile.
  const options = {
    ...DEFAULTS,
    shorten: false,
    repeats: 0,
    timeoutMs: TIMEOUT_MS,
    concurrency: 4,
    wipe: true,
  };
  const place = { ...embedded(server), ...options };
  const labs = new Map<TestableRuleId, AccountLender>();
  let over = false;

  const judged = async (rule: TestableRuleId): Promise<RuleResult> => {
    // A lender for each rule: the names of its accounts say which rule used them.
    const lender = labs.get(rule) ?? new AccountLender({ ...place, run: `r${RULES.indexOf(rule)}` });
    labs.set(rule, lender);
    // The server makes no difference between the partitions. A score of one is, if anything, too low.
    return judgeRule(rule, partitions === 1 ? inOnePartition(checks[rule]) : checks[rule], lender);
  };
  const unclear: TestableRuleId[] = [];
  const attempt = async (rule: TestableRuleId): Promise<Catch | null> => {
    const first = await judged(rule);
    if (first.outcome === "inconclusive") unclear.push(rule);
    if (over || complaint(first, complete) === null) return null;
    // On a busy machine an innocent server may fail once; a mutant fails again.
    return complaint(await judged(rule), complete);
  };
  const lane = async (queue: TestableRuleId[]): Promise<Catch | null> => {
    for (let rule = queue.shift(); rule && !over; rule = queue.shift()) {
      const found = await attempt(rule);
      if (found) return found;
    }
    return null;
  };
  const waits = (rule: TestableRuleId) => checkOf(rule).needs?.waits === true;
  const working = rules.filter((rule) => !waits(rule));
  const waiting = rules.filter(waits);
  const headStart = working.length > 0 ? HEAD_START_MS : 0;
  try {
    const found = await firstOf([
      ...Array.from({ length: AT_WORK }, () => lane(working)),
      ...Array.from({ length: WAITING }, () => pause(headStart).then(() => lane(waiting))),
    ]);
    return found ?? (await lane(unclear.splice(0)));
  } finally {
    over = true;
    await Promise.allSettled([...labs.values()].map((lender) => lender.close()));
    await server.close();
  }
}

const checkOf = (rule: TestableRuleId): Check => checks[rule];

/** What speaks against the server in a result; what the contract layer saw of other rules counts as in a run. */
function complaint(result: RuleResult, complete: boolean): Catch | null {
  const { outcome, reason, exchanges } = result;
  const rule = result.rule as TestableRuleId;
  const against = outcome === "violated" || outcome === "broken" || (complete && outcome === "untested");
  if (against) return { rule, reason: `${outcome}: ${reason}` };
  const [finding] = exchanges.flatMap(({ findings }) => findings);
  if (!finding) return null;
  return { rule, reason: `${finding.rule}: expected ${finding.expected}; got ${finding.got}` };
}

/** The first result that is not null, or null once all are. */
async function firstOf<T>(all: Promise<T | null>[]): Promise<T | null> {
  return new Promise((resolve, reject) => {
    for (const each of all) each.then((value) => value !== null && resolve(value), reject);
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
    return rule ? acting.run(rule, () => handler(request, env)) : handler(request, env);
  };
}
