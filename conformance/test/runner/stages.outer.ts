import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { checks } from "../../checks/index.ts";
import { embedded } from "../../config/reference-target.ts";
import { startDisguised } from "../../reference/disguises/index.ts";
import type { Running } from "../../reference/server.ts";
import { inOnePartition } from "../../runner/define-check.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import { operationsThrough, STAGE_NAMES, stageOf } from "../../runner/select/stages.ts";
import { DEFAULTS } from "../../runner/target.ts";
import { expectPassed, NEAR } from "../support/disguised.ts";
import { runAll } from "../support/hostile/runs.ts";

/** Checks of a stage at a time. */
const AT_ONCE = 8;
/** The clock of the server in seconds, as a run measures it. */
const AHEAD = 30;

let server: Running;
beforeAll(async () => {
  server = await startDisguised(...NEAR.names);
});
afterAll(() => server.close());

// Two proofs by one run: no check asks for more than its stage has, and none fails a server in these disguises.
test.concurrent.each(STAGE_NAMES)(
  `a server in ${NEAR.names.length} disguises passes %s with the operations of this and of earlier stages`,
  async (stage) => {
    const inReach = operationsThrough(stage);
    const target = { ...DEFAULTS, ...embedded(server), timeoutMs: 60_000, concurrency: AT_ONCE, wipe: false };
    const judge = (rules: TestableRuleId[], run: string) =>
      runAll({ ...target, clockOffset: AHEAD, through: stage, run }, rules, (rule) =>
        inOnePartition(checks[rule]),
      );
    const rules = TESTABLE.filter((rule) => stageOf(rule) === stage);
    const first = await judge(rules, `s-${stage}`);
    // Beside the others of its stage, a check may be too slow for a session of seconds.
    const unsure = rules.filter((rule) =>
      first.some((result) => result.rule === rule && result.outcome === "inconclusive"),
    );
    const sure = first.filter(({ outcome }) => outcome !== "inconclusive");
    const results = [...sure, ...(await judge(unsure, `a-${stage}`))];
    const beyond = results.flatMap(({ rule, exchanges }) =>
      exchanges
        // What the suite itself does before and after a check is not part of it.
        .filter(({ part, operation }) => part?.phase === "check" && operation !== null)
        .filter(({ operation }) => !inReach.has(operation as never))
        .map(({ operation }) => `${rule}: ${operation}`),
    );
    expect([...new Set(beyond)]).toEqual([]);
    expectPassed(results, NEAR);
  },
);
