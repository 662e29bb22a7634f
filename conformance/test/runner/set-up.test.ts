import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { expectIdle } from "../../checks/support/expect-unchanged.ts";
import { embedded } from "../../config/reference-target.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { judged, turning } from "../support/between.ts";

/** A check, for the partition `control` alone. */
function inControl(check: Check): Check {
  return needs({ partitions: 1 }, (context) => check({ ...context, partition: "control" }));
}

describe("a set-up that fails is no fault of what is checked", () => {
  test.each(["auth.bearer", "client.name.syntax"] as const)(
    "%s, where no session can be begun",
    async (rule) => {
      // That of the sample itself has another scope, or is sent by a client with a name.
      const fails = (handler: Handler): Handler => {
        return async (request, env) => {
          const isSession = request.method === "POST" && request.url.endsWith("/sessions");
          const body = isSession ? await request.clone().text() : "";
          const isOurs = body.includes("storage/leased") && !request.headers.has("X-Weave-Client");
          return isOurs ? new Response(null, { status: 500 }) : handler(request, env);
        };
      };
      const server = await startReference({ wrap: fails });
      const target = targetAt("", { ...embedded(server), scenarios: {} });
      const result = await withLabAt(target, (lender) => judgeRule(rule, inControl(checks[rule]), lender));
      await server.close();
      expect(result).toMatchObject({
        outcome: "broken",
        reason: expect.stringMatching(/POST \/sessions should/),
      });
    },
  );

  const broken = () => new Response(null, { status: 500 });

  test.each([
    ["accept.before-acting", /sample\/new$/],
    ["batch.creates-nothing", /empty$/],
    ["delete.query.nothing-deleted", /storage\/sample$/],
    ["conditional.unmodified.nothing-done", /storage\/new$/],
    ["record.put.payload-required", /c\/new$/],
  ] as const)("%s, where the read after it fails", async (rule, path) => {
    const fails = turning((method, url) => method === "GET" && path.test(url), broken);
    const check: Check = checks[rule];
    const result = await judged(needs({ partitions: 1 }, check), fails);
    expect(result).toMatchObject({
      outcome: "broken",
      reason: expect.stringMatching(/^set-up: GET .*got 500$/),
    });
  });

  test("whatever is refused, where the state after it cannot be read", async () => {
    let listings = 0;
    const last = (method: string, url: string) =>
      method === "GET" && url.endsWith("/sample?full=") && ++listings === 18;
    const check = needs({ partitions: 1 }, ({ account, partition }) => {
      const refused = () => account.delete(`/${partition}/sample`, { query: "bogus" });
      return expectIdle(account, partition, [refused], 422);
    });
    const result = await judged(check, turning(last, broken));
    expect({ outcome: result.outcome, listings }).toEqual({ outcome: "broken", listings: 18 });
  });
});

test("a session that may have expired before an answer came blames nobody", async () => {
  const slow = (handler: Handler): Handler => {
    return async (request, env) => {
      const isBegin = request.method === "POST" && request.url.endsWith("/sessions");
      if (isBegin) {
        const answer = await handler(request, env);
        const granted = { ...((await answer.clone().json()) as object), expires_in: 1 };
        const headers = new Headers(answer.headers);
        headers.delete("Content-Length");
        return new Response(JSON.stringify(granted), { status: answer.status, headers });
      }
      if (request.method !== "GET" || !/\/sessions\/[^/]+$/.test(request.url)) return handler(request, env);
      await sleep(1100);
      await handler(new Request(request.url, { method: "DELETE", headers: request.headers }), env);
      return handler(request, env);
    };
  };
  const server = await startReference({ wrap: slow });
  const target = targetAt("", { ...embedded(server), scenarios: {}, repeats: 0 });
  const rule = "header.timestamp.present";
  const result = await withLabAt(target, (lender) => judgeRule(rule, inControl(checks[rule]), lender));
  await server.close();
  expect(result).toMatchObject({
    outcome: "inconclusive",
    reason: expect.stringMatching(/may have expired/),
  });
});
