import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { embedded } from "../../config/reference-target.ts";
import { type Running, startReference } from "../../reference/server.ts";
import type { Exchange, RuleResult } from "../../results/report-model.ts";
import { isSeenViolated, verdict } from "../../results/verdict.ts";
import { type Act, MISLEADING, MUTE, PARTIAL } from "../support/hostile/acts.ts";
import { expectNothingGreen, passed, runAll, target } from "../support/hostile/runs.ts";
import { type Asked, withTurned } from "../support/hostile/turned.ts";

const RULES: TestableRuleId[] = [
  "collection.get.missing",
  "conditional.modified.unchanged",
  "list.ids.selects",
  "record.created",
  "record.get.ok",
  "version.write.containers",
];

/** Each answer without end costs what the suite takes at most of one, so a write and a read have to do. */
const FEW: TestableRuleId[] = ["record.created", "record.get.ok"];
const rulesFor = (act: string) => (act.endsWith("without end") ? FEW : RULES);

/** Answers in a hostile way what `isVictim`, and judges some rules. */
function runTurned(
  act: Act,
  isVictim: (asked: Asked) => boolean,
  { rules = RULES, timeoutMs = 400 }: { rules?: TestableRuleId[]; timeoutMs?: number } = {},
): Promise<RuleResult[]> {
  return withTurned(act, isVictim, (server) => runAll(target("", { ...embedded(server), timeoutMs }), rules));
}

const isWrite = (method: string) => method === "PUT" || method === "POST";
const isRead = (method: string, url: string) => method === "GET" && /\/(control|storage)\b/.test(url);

/** Rules that passed although an exchange of this kind, which the set-up never has, was among theirs. */
function passedWith(results: RuleResult[], kind: (exchange: Exchange) => boolean): string[] {
  return passed(results)
    .filter(({ exchanges }) => exchanges.some(kind))
    .map(({ rule }) => rule);
}

describe("nothing that depends on it passes where a server, to each write,", () => {
  test.concurrent.each(Object.entries(MUTE))("%s", async (name, act) => {
    const results = await runTurned(act, ({ method }) => isWrite(method), { rules: rulesFor(name) });
    expectNothingGreen(results);
    expect(passedWith(results, ({ request }) => isWrite(request.method))).toEqual([]);
  });
});

describe("nothing that depends on it passes where a server, to each read,", () => {
  test.concurrent.each(Object.entries(MUTE))("%s", async (name, act) => {
    const results = await runTurned(act, ({ method, target }) => isRead(method, target), {
      rules: rulesFor(name),
    });
    expectNothingGreen(results);
    expect(passedWith(results, ({ request }) => isRead(request.method, request.url))).toEqual([]);
  });

  test.concurrent.each(Object.entries(MISLEADING))("%s", async (_, act) => {
    const results = await runTurned(act, ({ method, target }) => isRead(method, target), { timeoutMs: 5000 });
    expectNothingGreen(results);
    expect(passed(results).map(({ rule }) => rule)).not.toContain("record.get.ok");
  });
});

describe("the rule in question is violated where a server", () => {
  test.concurrent.each(Object.entries(PARTIAL))("%s", async (_, { act, of, rule }) => {
    const results = await runTurned(act, of, { rules: [rule], timeoutMs: 5000 });
    expect(results.find((result) => result.rule === rule)).toMatchObject({ outcome: "violated" });
    expect(verdict(results)).toBe("fail");
  });
});

/** Nothing is held against the server for what got lost. */
function expectNothingBlamed(results: RuleResult[]): void {
  const blamed = results.filter(({ outcome }) => isSeenViolated(outcome));
  expect(blamed.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([]);
  expect(verdict(results)).not.toBe("fail");
}

test.concurrent("resets among many connections blame nobody", async () => {
  const reset = MUTE["resets the connection"] as Act;
  const results = await runTurned(reset, ({ before }) => before % 5 === 4, { timeoutMs: 5000 });
  expectNothingBlamed(results);
});

test.concurrent.each([0, 300])(
  "a server that begins anew without its data, after %i ms, is not blamed",
  async (away) => {
    let server: Running | null = null;
    let restarted: Promise<void> | null = null;
    let seen = 0;
    const open = (port: number) =>
      startReference({
        port,
        wrap: (handler) => (request, env) => {
          // A write of a check, so that the answer it goes without is not one of the set-up.
          if (restarted === null && ++seen > 20 && request.method === "PUT") restarted = restart();
          return port === 0 && restarted ? new Promise<Response>(() => {}) : handler(request, env);
        },
      });
    const restart = async () => {
      const { port } = new URL((server as Running).endpoint.replace("{account}", "a"));
      await (server as Running).close();
      await sleep(away);
      server = await open(Number(port));
    };
    server = await open(0);
    const results = await runAll(target("", { ...embedded(server), timeoutMs: 2000 }), RULES);
    expect(restarted).not.toBeNull();
    await restarted;
    await server.close();
    expectNothingBlamed(results);
  },
);
