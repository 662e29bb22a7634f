import { describe, expect, test } from "vitest";
import { type Credentials, keyring } from "../../exchange/credentials.ts";
import { needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import {
  ask,
  asking,
  type Case,
  HAWK,
  outcomeOf,
  scenarioAt,
  server,
  TOKEN,
} from "../support/scenario-server.ts";
import { withServer } from "../support/servers.ts";

describe("a rule is untested, and says what it needs", () => {
  const keys = (main: Credentials, beside = {}) => ({ keys: keyring(main, beside) });
  const bearer: Credentials = { scheme: "bearer", token: TOKEN };
  test.each<[string, Case, string]>([
    [
      "without its scenario",
      { rule: "quota.full", quota: 1 },
      'needs the scenario "quota": .* scenarios.quota in the config',
    ],
    [
      "without Hawk credentials",
      { rule: "auth.hawk", challenge: 'Bearer realm="a", Hawk', target: () => keys(bearer) },
      "needs Hawk credentials: set SYNC2_HAWK_ID and SYNC2_HAWK_KEY, or .* config",
    ],
    [
      "without a token",
      { rule: "auth.bearer", target: () => keys({ scheme: "hawk", ...HAWK }) },
      "needs a bearer token: set SYNC2_TOKEN, or .* config",
    ],
    [
      "without an account for the scenario and one beside it",
      {
        rule: "backoff.sent",
        check: needs({ ordinary: true }, (context) => asking(context)),
        target: (origin) => {
          const only = { name: "one", endpoint: `${origin}/one`, keys: targetAt(origin).keys };
          const place = { endpoint: "", accounts: [only] };
          return { ...place, scenarios: { backoff: scenarioAt(origin, place) } };
        },
      },
      "needs 2 accounts, and the target has 1",
    ],
  ])("%s", async (_, example, reason) => {
    expect(await outcomeOf(example)).toMatchObject({
      outcome: "untested",
      reason: expect.stringMatching(`^${reason}`),
    });
  });
});

describe("a rule does not apply where the server offers no", () => {
  const hawk = { keys: keyring({ scheme: "bearer", token: TOKEN }, { hawk: HAWK }) };
  test("Hawk, whatever its realm is called", async () => {
    const challenge = 'Bearer realm="Hawk, of course", Hawk="no"';
    const { outcome, reason, exchanges } = await outcomeOf({
      rule: "auth.hawk",
      challenge,
      target: () => hawk,
    });
    expect([outcome, reason]).toEqual(["notApplicable", "the server offers no Hawk in its 401"]);
    expect(exchanges.map(({ id, response }) => [id, response?.status])).toEqual([["auth.hawk#1", 401]]);
  });

  test("Bearer", async () => {
    const target = () => ({ keys: keyring({ scheme: "hawk", ...HAWK }, { token: TOKEN }) });
    expect(await outcomeOf({ rule: "auth.bearer", challenge: "Hawk", target })).toMatchObject({
      outcome: "notApplicable",
      reason: "the server offers no Bearer in its 401",
    });
  });

  test("quota", async () => {
    const target = (origin: string) => ({ scenarios: { quota: scenarioAt(`${origin}/small`) } });
    const none = await outcomeOf({ rule: "quota.full", target });
    expect(none).toMatchObject({ outcome: "notApplicable", reason: expect.stringMatching(/no quota/) });
    expect(await outcomeOf({ rule: "quota.full" })).toMatchObject({ outcome: "notApplicable" });
    expect(await outcomeOf({ rule: "quota.full", quota: 1, target })).toMatchObject({ outcome: "passed" });
  });

  test("and only then: it is asked once, and its answer stands with each rule", async () => {
    const asked: string[] = [];
    const listener = server(asked, { challenge: "Hawk id, Bearer" });
    await withServer(listener, (origin) =>
      withLabAt(targetAt(origin, hawk), async (lender) => {
        for (const rule of ["auth.hawk", "auth.hawk.mac"] as const) {
          const { outcome, exchanges } = await judgeRule(rule, ask, lender);
          expect([outcome, exchanges[0]?.response?.status, exchanges[0]?.id]).toEqual([
            "passed",
            401,
            `${rule}#1`,
          ]);
        }
      }),
    );
    expect(asked.filter((line) => line.startsWith("GET /r-0/"))).toHaveLength(1);
  });

  test("and it is broken where nobody is refused", async () => {
    await withServer(
      (_, response) => response.end("{}"),
      (origin) =>
        withLabAt(targetAt(origin, hawk), async (lender) => {
          expect(await judgeRule("auth.hawk", ask, lender)).toMatchObject({
            outcome: "broken",
            reason: expect.stringMatching(/without credentials .* 401.*got 200/),
          });
        }),
    );
  });
});
