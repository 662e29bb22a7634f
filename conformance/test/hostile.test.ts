import { describe, expect, test } from "vitest";
import { checks } from "../checks/index.ts";
import type { Check } from "../engine/check.ts";
import { applyFindings } from "../engine/conclude.ts";
import { judge } from "../engine/judge.ts";
import { Lab } from "../engine/lab.ts";
import { preflight, Unusable } from "../engine/preflight.ts";
import { TESTABLE } from "../engine/select.ts";
import { SCENARIOS, type Target } from "../engine/target.ts";
import { keyring } from "../exchange/credentials.ts";
import { verdict } from "../report/verdict.ts";
import { closedPort, STUBBORN, withServer } from "./servers.ts";

const MINUTE = 60_000;

function target(origin: string): Target {
  const place = {
    endpoint: `${origin}/{account}`,
    keys: keyring(
      { scheme: "bearer", token: "token-{account}" },
      { hawk: { id: "{account}", key: "secret" } },
    ),
    accounts: [],
    headers: [],
  };
  const scenario = { ...place, before: null, after: null, commandTimeoutMs: 0 };
  return {
    ...place,
    scenarios: Object.fromEntries(SCENARIOS.map((name) => [name, scenario])),
    timeoutMs: 250,
    concurrency: 16,
    // Without it no check would begin, and nothing would be shown of the checks themselves.
    wipe: true,
    run: "hostile",
  };
}

/** Runs every check, the look at the target left out. */
async function runAll(origin: string) {
  const lab = new Lab(target(origin));
  const results = await Promise.all(TESTABLE.map((rule) => judge(rule, checks[rule] as Check, lab)));
  await lab.close();
  return applyFindings(results);
}

function expectNothingPassed(results: Awaited<ReturnType<typeof runAll>>): void {
  expect(results.filter(({ outcome }) => outcome === "passed").map(({ rule }) => rule)).toEqual([]);
  expect(results.length).toBe(TESTABLE.length);
  expect(verdict(results)).not.toBe("pass");
  const own = results.filter(({ reason }) => reason?.includes("the suite itself failed"));
  expect(own.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([]);
}

describe("no rule passes against a server that", () => {
  test.each(Object.entries(STUBBORN))("%s", { timeout: MINUTE }, async (_, listener) => {
    await withServer(listener, async (origin) => expectNothingPassed(await runAll(origin)));
  });

  test("is not there", { timeout: MINUTE }, async () => {
    expectNothingPassed(await runAll(await closedPort()));
  });
});

test("a server that stopped answering is not waited for by every check that is left", async () => {
  const silent = STUBBORN["never answers"] as (typeof STUBBORN)[string];
  await withServer(silent, async (origin) => {
    const lab = new Lab({ ...target(origin), timeoutMs: 20 });
    const reasons: (string | null)[] = [];
    for (const rule of TESTABLE.filter((id) => id.startsWith("record.")).slice(0, 25)) {
      reasons.push((await judge(rule, checks[rule] as Check, lab)).reason);
    }
    await lab.close();
    expect(reasons[0]).toMatch(/no complete response within 0\.02 s/);
    expect(reasons.at(-1)).toBe("set-up: the server stopped answering");
  });
});

describe("the look before the run refuses a server that", () => {
  const refusal = async (origin: string) => {
    const lab = new Lab({ ...target(origin), wipe: false });
    const error = await preflight(lab).catch((failure: unknown) => failure);
    await lab.close();
    expect(error).toBeInstanceOf(Unusable);
    return (error as Unusable).message;
  };

  test.each(Object.entries(STUBBORN).filter(([name]) => !name.includes("empty object")))(
    "%s",
    async (_, listener) => {
      expect(await withServer(listener, refusal)).toMatch(/cannot be reached|cannot tell whether/);
    },
  );

  test("is not there", async () => {
    expect(await refusal(await closedPort())).toMatch(/cannot be reached: connection refused/);
  });
});
