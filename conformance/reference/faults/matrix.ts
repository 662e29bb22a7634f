/** Runs the check of a rule against the reference server with a fault. */
import type { TestableRuleId } from "../../../generated/rules.ts";
import { embedded } from "../../config/reference-target.ts";
import type { Partition } from "../../contract/document.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { AccountLender } from "../../runner/accounts/account-lender.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { checkOf } from "../../runner/select/check-of-rule.ts";
import { retryInconclusive } from "../../runner/settle/retry-inconclusive.ts";
import { DEFAULTS } from "../../runner/target.ts";
import { type Running, startReference } from "../server.ts";
import type { Fault } from "./fault.ts";

/** What became of a rule on the reference server with a fault. */
export interface Caught {
  rule: TestableRuleId;
  fault: Fault;
  result: RuleResult;
  caught: boolean;
}

/**
 * The effort of tests that run beside each other. On a busy machine fewer requests of a race meet, and more sequences of
 * a search are given up; that the ordinary effort does on a quiet one, `npm run faults` shows.
 */
export const BUSY_EFFORT = 4;

/** Starts a reference server that a fault breaks; null leaves it as it is. */
export function startWith(fault: Fault | null): Promise<Running> {
  return startReference({
    ...(fault?.handler ? { wrap: fault.handler } : {}),
    ...(fault?.store ? { wrapStore: fault.store } : {}),
  });
}

interface JudgeOptions {
  partition?: Partition | undefined;
  effort?: number;
  shorten?: boolean;
}

/**
 * Runs the check of a rule against a reference server of its own.
 * @param fault breaks it; null leaves it as it is
 * @param options.partition the only one for which the check is run; both where left out
 * @param options.effort of searches and races, as a multiple of the ordinary one
 * @param options.shorten whether a search shortens the sequence that fails; it takes most of the time of a search
 */
export async function judgeReference(
  rule: TestableRuleId,
  fault: Fault | null,
  { partition, effort = DEFAULTS.effort, shorten = DEFAULTS.shorten }: JudgeOptions = {},
): Promise<RuleResult> {
  const server = await startWith(fault);
  // What a check of a fault sees once it has to see each time: nothing is repeated.
  const target = {
    ...DEFAULTS,
    ...embedded(server),
    repeats: 0,
    effort,
    shorten,
    // A busy machine is slow, and no answer is lost for that.
    timeoutMs: 60_000,
    concurrency: 4,
    wipe: true,
    run: "fault",
  };
  const lender = new AccountLender(target);
  try {
    const check = checkOf(rule);
    const result = await judgeRule(rule, partition ? within(partition, check) : check, lender);
    // The others that are judged meanwhile keep the machine busy, as in a run.
    const [last = result] = await retryInconclusive(target, [result]);
    return last;
  } finally {
    await lender.close();
    await server.close();
  }
}

/** The check for one partition alone. */
function within(partition: Partition, check: Check): Check {
  return needs({ ...check.needs, partitions: 1 }, (context) => check({ ...context, partition }));
}

/**
 * Breaks the reference server with one fault after another and runs the check of the rule that each should break.
 * @param onResult called with each result as soon as it is known
 */
export async function matrix(
  faults: Partial<Record<TestableRuleId, Fault>>,
  onResult: (caught: Caught) => void = () => {},
): Promise<Caught[]> {
  const queue = Object.entries(faults) as [TestableRuleId, Fault][];
  const all: Caught[] = [];
  // Checks that wait for a clock would otherwise wait in turn.
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [rule, fault] = next;
      const result = await judgeReference(rule, fault);
      const caught = { rule, fault, result, caught: result.outcome === "violated" };
      all.push(caught);
      onResult(caught);
    }
  };
  await Promise.all(Array.from({ length: 12 }, worker));
  return all.sort((a, b) => a.rule.localeCompare(b.rule));
}
