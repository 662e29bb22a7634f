import { afterAll, beforeAll, expect, test } from "vitest";
import { embedded } from "../../config/reference-target.ts";
import { startDisguised } from "../../reference/disguises/index.ts";
import type { Running } from "../../reference/server.ts";
import type { Report } from "../../results/model.ts";
import { checkServer } from "../../runner/check-server.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import { operationsThrough, STAGE_NAMES, type StageName, stageOf } from "../../runner/select/stages.ts";
import { DEFAULTS } from "../../runner/target.ts";
import { expectPassed, FAR, LONG } from "../support/disguised.ts";

/** In the last stage everything is in reach. */
const EARLIER = STAGE_NAMES.slice(0, -1);
/** Checks of a stage at a time: most of the time they wait for a server that is far away. */
const AT_ONCE = 20;

let server: Running;
beforeAll(async () => {
  server = await startDisguised(...FAR.names);
});
afterAll(() => server.close());

/** Checks a stage, as `--stage` does. */
function checkStage(stage: StageName): Promise<Report> {
  const target = { ...DEFAULTS, ...embedded(server), timeoutMs: 60_000, concurrency: AT_ONCE, wipe: false };
  const rules = TESTABLE.filter((rule) => stageOf(rule) === stage);
  return checkServer({ ...target, through: stage, run: `s-${stage}` }, rules, { only: rules });
}

// One run for two proofs: no check asks for more than its stage has, and none fails a server in these disguises.
test.concurrent.each(EARLIER)(
  `a server in ${FAR.names.join(", ")} passes %s with the operations of this and of earlier stages`,
  { timeout: LONG },
  async (stage) => {
    const inReach = operationsThrough(stage);
    const report = await checkStage(stage);
    const beyond = report.results.flatMap(({ rule, exchanges }) =>
      exchanges
        // What the suite itself does before and after a check is not part of it.
        .filter(({ part, operation }) => part?.phase === "check" && operation !== null)
        .filter(({ operation }) => !inReach.has(operation as never))
        .map(({ operation }) => `${rule}: ${operation}`),
    );
    expect([...new Set(beyond)]).toEqual([]);
    expectPassed(report, FAR);
  },
);
