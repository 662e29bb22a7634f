import { expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { findOperation } from "../../contract/find-operation.ts";
import { validate } from "../../contract/schema-validation.ts";
import type { Handler } from "../../reference/http-handler.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { Inconclusive, Untested, Violated } from "../../runner/outcomes.ts";
import { retryInconclusive } from "../../runner/settle/retry-inconclusive.ts";
import { CANARY, withLab } from "../support/account-lenders.ts";

test("no part of a given token stays in a transcript, not even of one that a check cut short", async () => {
  await withLab(async (lender) => {
    for (const rule of ["auth.bad", "auth.foreign", "auth.bearer"] as const) {
      const result = await judgeRule(rule, checks[rule], lender);
      expect(result.outcome).toBe("passed");
      expect(JSON.stringify(result)).not.toContain(CANARY.slice(0, 8));
      expect(JSON.stringify(result)).toContain("[token of ");
    }
  });
});

test("an account that cannot be emptied is lent to no check", async () => {
  const stubborn =
    (next: Handler): Handler =>
    (request, env) =>
      request.method === "DELETE" && /^\/2\.0\/[a-z]+\/?$/.test(env.incoming.url ?? "")
        ? new Response(null, { status: 204 })
        : next(request, env);
  await withLab(async (lender) => {
    for (const account of lender.accounts(lender.target, 2, () => {}))
      await account.put("/storage/c/a", { payload: "x" });
    const result = await judgeRule("record.get.ok", checks["record.get.ok"], lender);
    expect(result).toMatchObject({
      outcome: "broken",
      reason: expect.stringMatching(/holds 1 collections after DELETE \/ \(204\)/),
    });
  }, stubborn);
});

test("accounts are lent to one check at a time, and a check that goes on after its end writes nothing", async () => {
  await withLab(async (lender) => {
    let late: Promise<unknown> = Promise.resolve();
    let lent = 0;
    const careless: Check = async ({ account }) => {
      expect(++lent).toBe(1);
      await account.put("/storage/c/a", { payload: "x" });
      late = new Promise((resolve) => setTimeout(resolve, 50))
        .then(() => account.put("/storage/c/late", { payload: "x" }))
        .catch((error: Error) => error.message);
      lent--;
    };
    const both: Check = Object.assign(careless, { needs: { accounts: 2 as const } });
    await Promise.all(
      ["record.get.ok", "record.created", "record.changed"].map((rule) =>
        judgeRule(rule as never, both, lender),
      ),
    );
    expect(await late).toMatch(/was given back/);
  });
});

test("a check is run for both partitions, one after the other where there is one account", async () => {
  await withLab(
    async (lender) => {
      const seen: string[] = [];
      let lent = 0;
      const check: Check = async ({ account, partition }) => {
        expect(++lent).toBe(1);
        seen.push(partition);
        await account.put(`/${partition}/c/a`, { payload: "x" });
        lent--;
      };
      const { outcome, exchanges } = await judgeRule("record.created", check, lender);
      expect(outcome).toBe("passed");
      expect(seen.toSorted()).toEqual(["control", "storage"]);
      expect(exchanges.map(({ id }) => id)).toEqual(exchanges.map((_, n) => `record.created#${n + 1}`));
      const once = needs({ partitions: 1 }, check);
      expect(await judgeRule("record.created", once, lender)).toMatchObject({ outcome: "passed" });
      expect(seen.length).toBe(3);
    },
    undefined,
    ["one"],
  );
});

test("of two partitions the worse outcome counts, and the reason says where it is not that of both", async () => {
  await withLab(async (lender) => {
    const failing =
      (failures: Record<string, Error>): Check =>
      async ({ account, partition }) => {
        const answer = await account.put(`/${partition}/c/a`, { payload: "x" });
        if (failures[partition] instanceof Violated) throw new Violated("a cat", "a dog", answer);
        if (failures[partition]) throw failures[partition];
      };
    const violated = new Violated("", "", null);
    const storage = await judgeRule("record.created", failing({ storage: violated }), lender);
    expect(storage).toMatchObject({ outcome: "violated", reason: "in /storage: expected a cat; got a dog" });
    const shown = storage.exchanges.find(({ id }) => id === storage.violation?.exchange);
    expect(shown?.request.url).toMatch(/storage\/c\/a$/);
    const both = await judgeRule("record.created", failing({ storage: violated, control: violated }), lender);
    expect(both.reason).toBe("expected a cat; got a dog");
    const mixed = { storage: new Untested("too little is known"), control: violated };
    expect(await judgeRule("record.created", failing(mixed), lender)).toMatchObject({
      outcome: "violated",
      reason: "in /control: expected a cat; got a dog",
    });
  });
});

test("the look of the lab is no success of a check", async () => {
  await withLab(async (lender) => {
    const idle: Check = async () => {};
    expect(await judgeRule("record.get.ok", idle, lender)).toMatchObject({
      outcome: "broken",
      violation: null,
    });
  });
});

test("a measurement that was too coarse is made again", async () => {
  await withLab(async (lender) => {
    let tries = 0;
    const coarse = needs({ partitions: 1 }, async ({ account }) => {
      await account.get("/info/collections");
      if (++tries < 3) throw new Inconclusive("too slow");
    });
    expect(await judgeRule("expiry.lives", coarse, lender)).toMatchObject({ outcome: "passed" });
    tries = -10;
    expect(await judgeRule("expiry.lives", coarse, lender)).toMatchObject({ outcome: "inconclusive" });
    expect(tries).toBe(-7);
  });
});

test("a large body that is wrong everywhere is judged at once", () => {
  const schema = findOperation("GET", "/storage/c")
    ?.responses.get(200)
    ?.content.get("application/json")?.schema;
  const start = performance.now();
  expect(validate(schema ?? {}, { items: Array.from({ length: 200_000 }, () => 1) }).length).toBeGreaterThan(
    0,
  );
  // Quadratic work would take hours, so that no machine is too slow for this.
  expect(performance.now() - start).toBeLessThan(60_000);
});

test("what was inconclusive while the machine was busy is judged again, and its exchanges are joined", async () => {
  await withLab(async (lender) => {
    const [ok, coarse] = await Promise.all(
      (["record.created", "record.get.ok"] as const).map((rule) => judgeRule(rule, checks[rule], lender)),
    );
    const before = [ok, { ...coarse, outcome: "inconclusive", reason: "too slow" }] as RuleResult[];
    const told: string[] = [];
    const after = await retryInconclusive(lender.target, before, {
      onResult: ({ rule, outcome }) => told.push(`${rule} ${outcome}`),
    });
    expect(told).toEqual(["record.get.ok passed"]);
    expect(after[0]).toBe(ok);
    expect(after[1]).toMatchObject({ rule: "record.get.ok", outcome: "passed", reason: null });
    const ids = after[1]?.exchanges.map(({ id }) => id) ?? [];
    expect(ids.length).toBeGreaterThan(coarse?.exchanges.length ?? 0);
    expect(ids).toEqual(ids.map((_, index) => `record.get.ok#${index + 1}`));
  });
});
