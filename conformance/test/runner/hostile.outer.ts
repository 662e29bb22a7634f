import { describe, expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { Unusable } from "../../results/errors.ts";
import { AccountLender } from "../../runner/accounts/account-lender.ts";
import type { Check } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { preflight } from "../../runner/preflight/preflight.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import { MISLEADING, MUTE } from "../support/hostile/acts.ts";
import { always, expectNothingGreen, passed, runAll, target } from "../support/hostile/runs.ts";
import { closedPort, STUBBORN, withServer } from "../support/servers.ts";

/** Of each area some. */
const SOME = TESTABLE.filter((_, index) => index % 6 === 0);

async function expectNothingPassed(origin: string, rules = TESTABLE): Promise<void> {
  const results = await runAll(target(origin), rules);
  expect(passed(results).map(({ rule }) => rule)).toEqual([]);
  expect(results.length).toBe(rules.length);
  expectNothingGreen(results);
}

describe("no rule passes against a server that", () => {
  test.concurrent.each(Object.entries(STUBBORN))("%s", async (_, listener) => {
    await withServer(listener, (origin) => expectNothingPassed(origin));
  });

  test.concurrent.each(Object.entries({ ...MUTE, ...MISLEADING }))("%s", async (_, act) => {
    await withServer(always(act), (origin) => expectNothingPassed(origin, SOME));
  });

  test.concurrent("is not there", async () => {
    await expectNothingPassed(await closedPort());
  });
});

test("a server that stopped answering is not waited for by every check that is left", async () => {
  const silent = STUBBORN["never answers"] as (typeof STUBBORN)[string];
  await withServer(silent, async (origin) => {
    const lender = new AccountLender({ ...target(origin), timeoutMs: 20 });
    const reasons: (string | null)[] = [];
    for (const rule of TESTABLE.filter((id) => id.startsWith("record.")).slice(0, 25)) {
      reasons.push((await judgeRule(rule, checks[rule] as Check, lender)).reason);
    }
    await lender.close();
    expect(reasons[0]).toMatch(/no complete response within 0\.02 s/);
    expect(reasons.at(-1)).toBe("set-up: the server stopped answering");
  });
});

describe("the look before the run refuses a server that", () => {
  const refusal = async (origin: string) => {
    const lender = new AccountLender({ ...target(origin), wipe: false });
    const error = await preflight(lender).catch((failure: unknown) => failure);
    await lender.close();
    expect(error).toBeInstanceOf(Unusable);
    return (error as Unusable).message;
  };

  test.concurrent.each(Object.entries(STUBBORN).filter(([name]) => !name.includes("empty object")))(
    "%s",
    async (_, listener) => {
      expect(await withServer(listener, refusal)).toMatch(/cannot be reached|not a Sync 2\.0 server/);
    },
  );

  test.concurrent.each(Object.entries({ ...MUTE, ...MISLEADING }))("%s", async (_, act) => {
    expect(await withServer(always(act), refusal)).toMatch(
      /cannot be reached: \w+|cannot tell whether|holds 1 collection\.|redirects to/,
    );
  });

  test.concurrent("is not there", async () => {
    expect(await refusal(await closedPort())).toMatch(/cannot be reached: connection refused/);
  });
});
