import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { type Check, needs, type Trial } from "../engine/check.ts";
import { judge } from "../engine/judge.ts";
import type { ScenarioTarget, Target } from "../engine/target.ts";
import { type Credentials, keyring } from "../exchange/credentials.ts";
import { RawBody } from "../exchange/typed.ts";
import { CANARY, targetAt, withLabAt } from "./labs.ts";
import { withServer } from "./servers.ts";

const TOKEN = `${CANARY}-{account}`;
const HAWK = { id: "{account}", key: `${CANARY}-key-{account}` };

/** A server that keeps nothing, takes whoever has credentials, and tells what it was asked. */
function server(
  asked: string[],
  { challenge = "Bearer", quota = null as number | null } = {},
): RequestListener {
  return (request, response) => {
    const { method, url = "", headers } = request;
    asked.push(`${method} ${url}${headers["user-agent"] ? ` by ${headers["user-agent"]}` : ""}`);
    const fields = { "X-Weave-Timestamp": "1795000000", "X-Weave-Store": "s", "Cache-Control": "no-store" };
    const versioned = { "X-Last-Modified-Version": "0", "Content-Type": "application/json" };
    for (const [name, value] of Object.entries({ ...fields, ...versioned })) response.setHeader(name, value);
    if (!headers.authorization) response.writeHead(401, { "WWW-Authenticate": challenge }).end("{}");
    else if (url.startsWith("/dead/")) response.writeHead(503).end("{}");
    else if (url.endsWith("/quota")) response.end(JSON.stringify({ usage: 0, quota }));
    else if (method === "DELETE") response.writeHead(204).end();
    else if (method === "POST") response.writeHead(201).end(JSON.stringify({ id: `s${asked.length}` }));
    else response.end("{}");
  };
}

const asking = async ({ account }: Trial) => {
  await account.get("/info/collections");
};
const ask = needs({ partitions: 1 }, asking);

function scenarioAt(origin: string, more: Partial<ScenarioTarget> = {}): ScenarioTarget {
  const { keys } = targetAt(origin);
  const endpoint = `${origin}/{account}`;
  return {
    endpoint,
    keys,
    accounts: [],
    headers: [],
    before: null,
    after: null,
    commandTimeoutMs: 1000,
    ...more,
  };
}

interface Case {
  rule: TestableRuleId;
  check?: Check;
  challenge?: string;
  quota?: number | null;
  target?: (origin: string) => Partial<Target>;
}

async function outcomeOf({ rule, check = ask, target = () => ({}), ...offers }: Case) {
  const asked: string[] = [];
  return withServer(server(asked, offers), (origin) =>
    withLabAt(targetAt(origin, target(origin)), async (lab) => {
      const result = await judge(rule, check, lab);
      expect(JSON.stringify(result)).not.toContain(CANARY);
      return { ...result, asked: asked.map((line) => line.replaceAll(origin, "")) };
    }),
  );
}

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
        check: needs({ ordinary: true }, (trial) => asking(trial)),
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
      withLabAt(targetAt(origin, hawk), async (lab) => {
        for (const rule of ["auth.hawk", "auth.hawk.mac"] as const) {
          const { outcome, exchanges } = await judge(rule, ask, lab);
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
        withLabAt(targetAt(origin, hawk), async (lab) => {
          expect(await judge("auth.hawk", ask, lab)).toMatchObject({
            outcome: "broken",
            reason: expect.stringMatching(/without credentials .* 401.*got 200/),
          });
        }),
    );
  });
});

describe("a check with a scenario", () => {
  test("gets accounts there, emptied, and an ordinary one where it needs it", async () => {
    const both = needs({ ordinary: true, partitions: 1 }, async ({ account, ordinary }) => {
      await account.get("/info/collection_counts");
      await ordinary.get("/info/collection_usage");
    });
    const headers: [string, string][] = [["User-Agent", "Old"]];
    const target = (origin: string) => ({
      scenarios: { backoff: scenarioAt(`${origin}/busy`, { headers }) },
    });
    const { outcome, asked } = await outcomeOf({ rule: "backoff.sent", check: both, target });
    expect(outcome).toBe("passed");
    expect(asked).toEqual([
      "GET /busy/r-0/info/collections by Old",
      "GET /r-1/info/collections",
      "GET /busy/r-0/info/collection_counts by Old",
      "GET /r-1/info/collection_usage",
      "DELETE /busy/r-0/ by Old",
      "DELETE /r-1/",
    ]);
  });

  test("where nothing succeeds gets the same account by both ways, and only one is looked at and emptied", async () => {
    const both = needs(
      { ordinary: true, partitions: 1, accounts: 2 },
      async ({ account, other, ordinary }) => {
        await ordinary.get("/info/collection_usage");
        expect((await account.get("/info/collection_counts")).status).toBe(503);
        expect(other.name).not.toBe(account.name);
      },
    );
    const made = (origin: string) => ({ scenarios: { maintenance: scenarioAt(`${origin}/dead`) } });
    const { outcome, reason, asked } = await outcomeOf({
      rule: "unavailable.code",
      check: both,
      target: made,
    });
    expect({ outcome, reason }).toEqual({ outcome: "passed", reason: null });
    expect(asked).toEqual([
      "GET /r-0/info/collections",
      "GET /r-0/info/collection_usage",
      "GET /dead/r-0/info/collection_counts",
      "DELETE /r-0/",
    ]);

    const given = (origin: string) => {
      const { keys } = targetAt(origin);
      const accounts = ["one", "two"].map((name) => ({ name, endpoint: `${origin}/${name}`, keys }));
      const place = { endpoint: "", accounts };
      return { ...place, scenarios: { "upgrade-client": scenarioAt(origin, place) } };
    };
    const same: Check = needs({ ordinary: true }, async ({ account, ordinary }) => {
      expect(account.endpoint.href).toBe(ordinary.endpoint.href);
      await ordinary.get("/info/collection_usage");
    });
    const result = await outcomeOf({ rule: "lifecycle.upgrade.refused", check: same, target: given });
    expect(result).toMatchObject({ outcome: "passed", reason: null });
  });
});

test("a check may see more in a scenario than its rule asks for, and makes do with the target itself", async () => {
  const check = needs(
    { scenario: "backoff", ordinary: true, partitions: 1 },
    async ({ account, ordinary }) => {
      await ordinary.get("/info/collection_usage");
      await account.get("/info/collection_counts");
    },
  );
  const target = (origin: string) => ({ scenarios: { backoff: scenarioAt(`${origin}/busy`) } });
  const there = await outcomeOf({ rule: "backoff.form", check, target });
  expect(there.asked.slice(2, 4)).toEqual([
    "GET /r-1/info/collection_usage",
    "GET /busy/r-0/info/collection_counts",
  ]);
  const here = await outcomeOf({ rule: "backoff.form", check });
  expect(here.asked.slice(1, 3)).toEqual([
    "GET /r-0/info/collection_usage",
    "GET /r-0/info/collection_counts",
  ]);
});

test("a session that a check leaves behind is ended before its account is emptied", async () => {
  const careless = needs({ partitions: 1 }, async ({ account }) => {
    await account.get("/info/collections");
    await account.post("/sessions", RawBody.json({}));
    await account.post("/sessions", RawBody.json({}));
    await account.delete("/sessions/s3");
  });
  const { asked } = await outcomeOf({ rule: "record.created", check: careless });
  expect(asked.slice(-3)).toEqual(["DELETE /r-0/sessions/s3", "DELETE /r-0/sessions/s4", "DELETE /r-0/"]);
});
