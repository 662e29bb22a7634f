import { describe, expect, test } from "vitest";
import { expectStatus } from "../../checks/support/expect.ts";
import { embedded } from "../../config/reference-target.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import type { Exchange, RuleResult } from "../../results/report-model.ts";
import { verdict } from "../../results/verdict.ts";
import { needs } from "../../runner/define-check.ts";
import { FindingsOfRun } from "../../runner/judge/contract-findings.ts";
import { judgeConcurrently } from "../../runner/judge/judge-concurrently.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { Violated } from "../../runner/outcomes.ts";
import { StopSignal } from "../../runner/stop-signal.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { judged, turning } from "../support/between.ts";

/** True the first time, or the first times, that it is. */
function first(isMeant: (method: string, path: string) => boolean, times = 1) {
  let left = times;
  return (method: string, path: string) => isMeant(method, path) && left-- > 0;
}

const isPut = (method: string, path: string) => method === "PUT" && path.includes("/storage/c/a");
const writes = needs({ partitions: 1 }, async ({ account }) => {
  expectStatus(await account.put("/storage/c/a", { payload: "x" }), 201);
});
const badGateway = () =>
  new Response("<html>Bad Gateway</html>", { status: 502, headers: { "Content-Type": "text/html" } });

describe("an attempt that lost an answer", () => {
  test.each([
    ["no answer", undefined],
    ["a 502 of a front", badGateway],
  ])("is made afresh: %s", async (_, instead) => {
    const result = await judged(writes, turning(first(isPut), instead));
    expect(result).toMatchObject({ outcome: "passed", reason: null });
    expect(result.exchanges.filter(({ lost }) => lost).length).toBe(1);
    expect(Math.max(...result.exchanges.map(({ part }) => part?.attempt ?? 0))).toBe(2);
  });

  test("never leaves a violation behind, nor one that shows now and then", async () => {
    let attempts = 0;
    const misled = needs({ partitions: 1 }, async ({ account }) => {
      attempts += 1;
      const answer = await account.put("/storage/c/a", { payload: "x" });
      if (attempts === 1) throw new Violated("a cat", "a dog", await account.get("/storage/c/a"));
      expectStatus(answer, 201);
    });
    expect(await judged(misled, turning(first(isPut)))).toMatchObject({ outcome: "passed" });
  });

  test("says nothing for or against where there is never another, and the run does not pass", async () => {
    const result = await judged(writes, turning(isPut));
    expect(result).toMatchObject({ outcome: "inconclusive", lost: 3, violation: null });
    expect(result.reason).toMatch(
      /^3 answers got lost in 3 attempts, the last: PUT \/2\.0\/\S+: no response: .*closed/,
    );
    expect(verdict([result, { rule: "record.changed", level: "MUST", outcome: "passed" }])).toBe("broken");
    expect((await judged(writes, turning(isPut, badGateway))).reason).toMatch(
      /502 Bad Gateway, which is not the answer of a Sync 2\.0 server$/,
    );
  });

  test("does not pass where its check looks away", async () => {
    const careless = needs({ partitions: 1 }, async ({ account }) => {
      await account.put("/storage/c/a", { payload: "x" });
      expectStatus(await account.get("/info/collections"), 200);
    });
    expect(await judged(careless, turning(isPut))).toMatchObject({ outcome: "inconclusive" });
  });

  test("is not a second sighting: a violation that is seen once, and then never told of, is none", async () => {
    let attempts = 0;
    const once = needs({ partitions: 1 }, async ({ account }) => {
      attempts += 1;
      const answer = await account.put(attempts === 1 ? "/storage/d/a" : "/storage/c/a", { payload: "x" });
      if (attempts === 1) throw new Violated("a cat", "a dog", answer);
    });
    const result = await judged(once, turning(isPut));
    expect(result).toMatchObject({ outcome: "inconclusive", violation: null });
    expect(result.reason).toMatch(/^violated in 1 attempt, and never seen again: 3 answers got lost/);
  });
});

test("what a server lost while it was away is not held against it", async () => {
  let attempts = 0;
  // Nothing of the check itself gets lost: what others meet with meanwhile tells that the server was away.
  const waiting = needs({ partitions: 1 }, async ({ account }) => {
    attempts += 1;
    const answer = await account.put("/storage/c/a", { payload: "x" });
    if (attempts > 1) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
    throw new Violated("what was stored", "nothing", answer);
  });
  const others = needs({ partitions: 1 }, async ({ account }) => {
    for (let count = 0; count < 3; count++) await account.delete("/storage/gone");
  });
  const server = await startReference({
    wrap: turning(first((method, path) => method === "DELETE" && path.endsWith("/gone"), 3)),
  });
  const target = targetAt("", { ...embedded(server), scenarios: {} });
  const [result] = await withLabAt(target, (lender) =>
    Promise.all([judgeRule("record.created", waiting, lender), judgeRule("record.changed", others, lender)]),
  );
  await server.close();
  expect(result).toMatchObject({ outcome: "passed" });
  expect(attempts).toBe(2);
});

test("what is larger than the suite reads is its own limit, and not tried again", async () => {
  const large = () => {
    const headers = new Headers({ "X-Weave-Timestamp": "1795000000" });
    for (let count = 0; count < 2100; count++) headers.append(`x-${count}`, "");
    return new Response(null, { status: 201, headers });
  };
  const result = await judged(writes, turning(isPut, large));
  expect(result).toMatchObject({ outcome: "inconclusive", lost: 1 });
  expect(result.reason).toMatch(/more than 2000, which is a limit of this suite$/);
});

describe("what the contract layer sees of another rule", () => {
  const bad = () => new Response(null, { status: 203, headers: { "X-Weave-Timestamp": "1795000000" } });
  const reads = (method: string, path: string) => method === "GET" && path.endsWith("/storage/c/a");

  /** Runs some checks as a run does, and gives what becomes of `status.declared`. */
  async function declared(wrap: (handler: Handler) => Handler, repeats = 2): Promise<RuleResult> {
    const server = await startReference({ wrap });
    const target = targetAt("", { ...embedded(server), scenarios: {}, repeats });
    const results = await judgeConcurrently(target, ["record.created", "status.declared"], {
      onResult: () => {},
      stopSignal: new StopSignal(),
    });
    await server.close();
    const findings = new FindingsOfRun(repeats);
    for (const { exchanges } of results) for (const exchange of exchanges) findings.record(exchange);
    return findings.applyTo(results.find(({ rule }) => rule === "status.declared") as RuleResult);
  }
  const created = (method: string, path: string) => method === "GET" && path.endsWith("/c/put");

  test("counts where it is seen twice", async () => {
    expect(await declared(turning(created, bad))).toMatchObject({ outcome: "violated" });
  });

  test("is looked for again, and is inconsistent where it was seen once", async () => {
    const result = await declared(turning(first(created), bad));
    expect(result.outcome).toBe("inconsistent");
    expect(result.reason).toMatch(
      /^seen once, by the check of record\.created, and not when that was repeated: /,
    );
    expect(result.violation?.exchange).toMatch(/^record\.created#/);
    expect(await declared(turning(first(created), bad), 0)).toMatchObject({ outcome: "violated" });
  });

  test("is nothing where the answer is not the server's", async () => {
    expect(await declared(turning(first(created), badGateway))).toMatchObject({ outcome: "passed" });
  });

  test("is one sighting where one exchange stands among those of several checks", () => {
    const exchange = (id: string): Exchange => ({
      id,
      part: { partition: "storage", attempt: 1, phase: "set-up" },
      operation: null,
      startedAt: 5,
      durationMs: 1,
      request: { method: "GET", url: "http://a.test/", headers: [], body: null },
      response: { status: 203, headers: [], body: null },
      error: null,
      findings: [{ rule: "status.declared", expected: "a cat", got: "a dog" }],
    });
    const result = { rule: "status.declared", level: "MUST", outcome: "passed", exchanges: [] };
    const of = (...exchanges: Exchange[]) => {
      const findings = new FindingsOfRun(2);
      for (const each of exchanges) findings.record(each);
      return findings.applyTo(result as unknown as RuleResult).outcome;
    };
    expect(of(exchange("auth.hawk#1"), exchange("auth.hawk.mac#1"))).toBe("inconsistent");
    expect(of(exchange("auth.hawk#1"), { ...exchange("auth.hawk.mac#1"), startedAt: 6 })).toBe("violated");
  });

  test("is nothing in an attempt that lost an answer", async () => {
    let attempts = 0;
    const check = needs({ partitions: 1 }, async ({ account }) => {
      attempts += 1;
      await account.put("/storage/d/a", { payload: "x" });
      await account.get(attempts === 1 ? "/storage/c/a" : "/storage/d/a");
      if (attempts === 1) await account.put("/storage/c/a", { payload: "x" });
    });
    const result = await judged(check, (next) => turning(isPut)(turning(reads, bad)(next)));
    expect(result.outcome).toBe("passed");
    expect(result.exchanges.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
