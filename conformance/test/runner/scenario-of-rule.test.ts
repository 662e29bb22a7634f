import { describe, expect, test } from "vitest";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { targetAt } from "../support/account-lenders.ts";
import { outcomeOf, scenarioAt } from "../support/scenario-server.ts";

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
