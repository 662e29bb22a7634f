import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { checks } from "../checks/index.ts";
import { embedded } from "../config/reference-target.ts";
import { type Running, startReference } from "../reference/server.ts";
import type { RuleResult } from "../results/model.ts";
import { Lab } from "../runner/accounts/account-lender.ts";
import { judge } from "../runner/judge/judge-rule.ts";
import { TESTABLE } from "../runner/select/rule-selectors.ts";
import { operationsThrough, STAGE_NAMES, stageOf } from "../runner/select/stages.ts";
import { DEFAULTS } from "../runner/target.ts";

/** In the last stage everything is in reach. */
const EARLIER = STAGE_NAMES.slice(0, -1);
const AT_ONCE = 8;

let server: Running;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.close());

/** Judges the rules of a stage on a server, as `--stage` does. */
async function judged(stage: (typeof EARLIER)[number]): Promise<RuleResult[]> {
  const target = { ...DEFAULTS, ...embedded(server), timeoutMs: 60_000, concurrency: AT_ONCE, wipe: false };
  const lab = new Lab({ ...target, repeats: 0, through: stage, run: `s-${stage}` });
  const left = TESTABLE.filter((rule) => stageOf(rule) === stage);
  const results: RuleResult[] = [];
  const work = async () => {
    for (let rule = left.shift(); rule; rule = left.shift()) {
      results.push(await judge(rule, checks[rule as TestableRuleId], lab));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work)).finally(() => lab.close());
  return results;
}

describe("a stage", () => {
  test.concurrent.each(EARLIER)(
    "%s passes with the operations of its own and of earlier stages",
    async (stage) => {
      const inReach = operationsThrough(stage);
      const results = await judged(stage);
      expect(results.length).toBeGreaterThan(0);
      const beyond = results.flatMap(({ rule, exchanges }) =>
        exchanges
          // What the suite itself does before and after a check is not part of it.
          .filter(({ part, operation }) => part?.phase === "check" && operation !== null)
          .filter(({ operation }) => !inReach.has(operation as never))
          .map(({ operation }) => `${rule}: ${operation}`),
      );
      expect([...new Set(beyond)]).toEqual([]);
      // On a busy machine a measurement may be too coarse, which says nothing of the operations.
      const failed = results.filter(({ outcome }) => outcome !== "passed" && outcome !== "inconclusive");
      expect(failed.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`)).toEqual([]);
    },
  );
});
