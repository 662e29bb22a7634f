import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../checks/index.ts";
import { embedded } from "../config/reference-target.ts";
import { startDisguised } from "../reference/disguises/index.ts";
import type { Running } from "../reference/server.ts";
import type { Check } from "../runner/define-check.ts";
import { TESTABLE } from "../runner/select/rule-selectors.ts";
import { operationsThrough, STAGE_NAMES, stageOf } from "../runner/select/stages.ts";
import { DEFAULTS } from "../runner/target.ts";
import { expectPassed, FAR, LONG } from "./disguised.ts";
import { runAll } from "./hostile/runs.ts";

/** In the last stage everything is in reach. */
const EARLIER = STAGE_NAMES.slice(0, -1);
/** Checks of a stage at a time: most of the time they wait for a server that is far away. */
const AT_ONCE = 20;
/** The clock of the server in seconds, as a run measures it. */
const BEHIND = -30;

let server: Running;
beforeAll(async () => {
  server = await startDisguised(...FAR.names);
});
afterAll(() => server.close());

/** One partition is enough: the servers in other disguises show both. */
function inOnePartition(check: Check): Check {
  return Object.assign(check.bind(null), { needs: { ...check.needs, partitions: 1 as const } });
}

// Two proofs by one run: no check asks for more than its stage has, and none fails a server in these disguises.
test.concurrent.each(EARLIER)(
  `a server in ${FAR.names.join(", ")} passes %s with the operations of this and of earlier stages`,
  { timeout: LONG },
  async (stage) => {
    const inReach = operationsThrough(stage);
    const target = { ...DEFAULTS, ...embedded(server), timeoutMs: 60_000, concurrency: AT_ONCE, wipe: false };
    const results = await runAll(
      { ...target, clockOffset: BEHIND, through: stage, run: `s-${stage}` },
      TESTABLE.filter((rule) => stageOf(rule) === stage),
      (rule) => inOnePartition(checks[rule]),
    );
    const beyond = results.flatMap(({ rule, exchanges }) =>
      exchanges
        // What the suite itself does before and after a check is not part of it.
        .filter(({ part, operation }) => part?.phase === "check" && operation !== null)
        .filter(({ operation }) => !inReach.has(operation as never))
        .map(({ operation }) => `${rule}: ${operation}`),
    );
    expect([...new Set(beyond)]).toEqual([]);
    expectPassed(results, FAR);
  },
);
