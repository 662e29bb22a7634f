import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { expectStatus } from "../../checks/support/expect.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { Check } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { Violated } from "../../runner/outcomes.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { withServer } from "../support/servers.ts";

/** What a server answers, request by request, and then always as the last time. */
type Turn = [status: number, retryAfter?: string];

function answering(turns: readonly Turn[], asked: string[]): RequestListener {
  return (request, response) => {
    const [status, retryAfter] = turns[Math.min(asked.length, turns.length - 1)] as Turn;
    asked.push(`${request.method} ${request.url?.replace(/^\/[^/]+/, "")}`);
    response.writeHead(status, retryAfter === undefined ? {} : { "Retry-After": retryAfter });
    response.end(status === 201 ? '{"id":"s1"}' : undefined);
  };
}

interface Asked {
  answers: Answer[];
  /** What reached the server. */
  asked: string[];
  seconds: number;
}

/** Sends requests to such a server, one after another. */
async function ask(
  turns: readonly Turn[],
  requests: [method: string, path: string, options?: Options][],
  maxSessions = 1,
) {
  const asked: string[] = [];
  const start = performance.now();
  const answers = await withServer(answering(turns, asked), (origin) =>
    withLabAt(targetAt(origin), async (lender) => {
      const [account] = lender.accounts(lender.target, 1, () => {});
      if (account) account.maxSessions = maxSessions;
      const all: Answer[] = [];
      for (const [method, path, options] of requests) {
        all.push((await account?.send(method, path, null, options)) as Answer);
      }
      return all;
    }),
  );
  return { answers, asked, seconds: (performance.now() - start) / 1000 } satisfies Asked;
}

test.concurrent.each([503, 429, 409])("a %i is waited out as long as it says", async (status) => {
  const { answers, asked, seconds } = await ask([[status, "1"], [204]], [["DELETE", "/storage/c"]]);
  expect(answers.map((answer) => answer.status)).toEqual([204]);
  expect(asked.length).toBe(2);
  expect(seconds).toBeGreaterThan(0.99);
});

test.concurrent.each<[string, Turn]>([
  ["without Retry-After", [503]],
  ["with one that is no number", [503, "soon"]],
])("a refusal %s is taken as it is", async (_, turn) => {
  const { answers, asked } = await ask([turn, [204]], [["DELETE", "/storage/c"]]);
  expect(answers.map(({ status, deferred }) => ({ status, deferred }))).toEqual([
    { status: 503, deferred: false },
  ]);
  expect(asked.length).toBe(1);
});

test.concurrent("a request that is refused again and again is given up, and so are all that follow", async () => {
  const many = Array.from({ length: 7 }, (_, index): [string, string] => ["GET", `/storage/c${index}`]);
  const { answers, asked } = await ask([[503, "0"]], many);
  expect(answers.every(({ status, deferred }) => status === 503 && deferred)).toBe(true);
  expect(asked.length).toBe(5 * 5 + 2);
});

test.concurrent("a long wait is not waited for, and says nothing against the server", async () => {
  const { answers } = await ask([[503, "3600"]], [["GET", "/storage/c"]]);
  expect(answers[0]).toMatchObject({ status: 503, deferred: true });
});

test.concurrent("a refusal that the request is about is not waited out", async () => {
  const begin: [string, string] = ["POST", "/sessions"];
  const beyond = await ask([[201], [429, "1"], [204]], [begin, begin]);
  expect(beyond.answers.map(({ status }) => status)).toEqual([201, 429]);
  const asked = await ask([[201], [429, "0"], [201]], [begin, [...begin, { patient: true }]]);
  expect(asked.answers.map(({ status }) => status)).toEqual([201, 201]);
  const roomy = await ask([[201], [429, "0"], [201]], [begin, begin], 2);
  expect(roomy.answers.map(({ status }) => status)).toEqual([201, 201]);
  const leased = await ask([[201], [409, "1"], [204]], [begin, ["DELETE", "/storage/c"]]);
  expect(leased.answers.map(({ status }) => status)).toEqual([201, 409]);
  const told = await ask([[429, "1"], [204]], [["DELETE", "/storage/c", { patient: false }]]);
  expect(told.answers.map(({ status }) => status)).toEqual([429]);
  const overlapping = await ask([[409, "1"], [201]], [begin]);
  expect(overlapping.answers.map(({ status }) => status)).toEqual([409]);
});

test.concurrent("a check that fails for a refusal breaks, and accuses nobody", async () => {
  const check: Check = async ({ account, partition }) => {
    expectStatus(await account.get(`/${partition}/c`), 404);
    throw new Violated("to get here never", "here", null);
  };
  // The look before a check finds an empty account.
  const turning: RequestListener = (request, response) =>
    request.url?.endsWith("/info/collections")
      ? response.writeHead(200, { "Content-Type": "application/json" }).end("{}")
      : response.writeHead(503, { "Retry-After": "3600" }).end();
  const result = await withServer(turning, (origin) =>
    withLabAt(targetAt(origin), (lender) => judgeRule("record.get.ok", check, lender)),
  );
  expect(result.outcome).toBe("broken");
  expect(result.reason).toMatch(
    /^set-up: GET \/\w+\/c was answered 503 with Retry-After 3600, which is too long to wait$/,
  );
});
