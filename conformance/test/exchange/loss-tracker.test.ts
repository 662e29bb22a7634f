import type { RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { LossTracker } from "../../exchange/loss-tracker.ts";
import { isForeign } from "../../exchange/lost-answer.ts";
import type { Exchange, HeaderList, Loss } from "../../results/report-model.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { withServer } from "../support/servers.ts";
import { rawServer } from "../support/talking.ts";

/** Loses the answers whose numbers are named, from 1, and answers all others. */
function losing(numbers: readonly number[], asked: string[]): RequestListener {
  return (request, response) => {
    asked.push(`${request.method}`);
    if (numbers.includes(asked.length)) request.socket.destroy();
    else response.writeHead(200, { "X-Weave-Timestamp": "1795000000" }).end("{}");
  };
}

type Ask = [method: string, options?: object];

async function ask(numbers: readonly number[], requests: readonly Ask[]) {
  const asked: string[] = [];
  const exchanges: Exchange[] = [];
  const statuses = await withServer(losing(numbers, asked), (origin) =>
    withLabAt(targetAt(origin), async (lender) => {
      const [account] = lender.accounts(lender.target, 1, (exchange) => exchanges.push(exchange));
      const all: (number | undefined)[] = [];
      for (const [method, options] of requests) {
        all.push((await account?.send(method, "/storage/c", null, options))?.status);
      }
      return all;
    }),
  );
  return {
    statuses,
    asked,
    lost: exchanges.map(({ lost, again }) => (lost ? `${lost} ${again === true}` : "")),
  };
}

describe("an answer that is lost", () => {
  test("is asked for again where the request only reads", async () => {
    const { statuses, asked, lost } = await ask([2, 4], [["HEAD"], ["GET"], ["HEAD"]]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(asked).toEqual(["HEAD", "GET", "GET", "HEAD", "HEAD"]);
    expect(lost).toEqual(["", "unanswered true", "", "unanswered true", ""]);
  });

  test("is asked for again some times, and no more", async () => {
    const { statuses, asked, lost } = await ask([2, 3, 4, 5, 6], [["GET"], ["GET"]]);
    expect(statuses).toEqual([200, 0]);
    expect(asked.length).toBe(5);
    expect(lost.at(-1)).toBe("unanswered false");
  });

  test.each<[string, Ask]>([
    ["a write", ["PUT"]],
    ["a deletion", ["DELETE"]],
    ["a nonce that may be seen once", ["GET", { authorization: 'Hawk id="a"' }]],
  ])("is not asked for again where the request is %s", async (_, request) => {
    const { statuses, asked } = await ask([2], [["GET"], request]);
    expect(statuses).toEqual([200, 0]);
    expect(asked.length).toBe(2);
  });

  test("is asked for again where it does no harm that a write is performed twice", async () => {
    const { statuses } = await ask([2], [["GET"], ["DELETE", { repeatable: true }]]);
    expect(statuses).toEqual([200, 200]);
  });
});

describe("what is lost", () => {
  const lost = (more: object = {}) => ({
    kind: "unanswered" as Loss,
    unsent: false,
    late: false,
    repeatable: true,
    ...more,
  });

  test("is sent again whatever it is where it never arrived, once the server was there", () => {
    const losses = new LossTracker();
    expect(losses.recordLoss(lost({ unsent: true, repeatable: false }), 0)).toBeNull();
    losses.answered();
    expect(losses.recordLoss(lost({ unsent: true, repeatable: false }), 0)).toBe(100);
    expect(losses.recordLoss(lost({ late: true }), 0)).toBe(50);
    expect(losses.recordLoss(lost({ late: true }), 1)).toBeNull();
    expect(losses.recordLoss(lost({ kind: "limit" }), 0)).toBeNull();
  });

  test("shows that the server is away where there is more of it", () => {
    const losses = new LossTracker(true);
    const before = performance.now();
    losses.recordLoss(lost(), 0);
    losses.recordLoss(lost(), 0);
    expect({ down: losses.isDown, away: losses.wasAway(before) }).toEqual({ down: false, away: false });
    losses.recordLoss(lost(), 0);
    expect({ down: losses.isDown, away: losses.wasAway(before) }).toEqual({ down: true, away: true });
    losses.answered();
    expect({ down: losses.isDown, away: losses.wasAway(before) }).toEqual({ down: false, away: true });
    expect(losses.wasAway(performance.now() + 1)).toBe(false);
  });
});

describe("an answer is not the server's where it is", () => {
  const HTML: HeaderList = [["Content-Type", "text/html"]];
  const STAMPED: HeaderList = [["X-Weave-Timestamp", "1795000000"]];
  const PROBLEM: HeaderList = [["Content-Type", "application/problem+json"]];

  test.each<[string, number, HeaderList, boolean]>([
    ["a 502", 502, HTML, true],
    ["a 504 without a body", 504, [], true],
    ["a 522 of a content delivery network", 522, HTML, true],
    ["a 503 in HTML", 503, HTML, true],
    ["no 503 that says how long to wait", 503, [...HTML, ["Retry-After", "2"]], false],
    ["no 503 in the form of a problem", 503, PROBLEM, false],
    ["no 502 with X-Weave-Timestamp", 502, [...HTML, ...STAMPED], false],
    ["no 404 in HTML", 404, HTML, false],
    ["no 413 in HTML", 413, HTML, false],
    ["no 500 in HTML", 500, HTML, false],
  ])("%s", (_, status, headers, expected) => {
    expect(isForeign({ status, headers, body: new Uint8Array() }, false)).toBe(expected);
  });

  test("no 503 at all where the requests are about that", () => {
    expect(isForeign({ status: 503, headers: HTML, body: new Uint8Array() }, true)).toBe(false);
  });
});

test.each([false, true])("white space around a value is no part of it, bare: %s", async (bare) => {
  const octets = "HTTP/1.1 200 OK\r\nX-Weave-Timestamp:\t 1795000000 \t\r\nContent-Length: 0\r\n\r\n";
  await rawServer(octets, async ({ account, exchanges }) => {
    const answer = await account.head("/c", { bare });
    expect(answer.integer("X-Weave-Timestamp")).toBe(1795000000);
    expect(exchanges[0]?.response?.headers[0]).toEqual(["X-Weave-Timestamp", "1795000000"]);
  });
});

test.each<[string, string, number]>([
  ["GET", "HTTP/1.1 503 Unavailable\r\nContent-Length: 10\r\n\r\nabc", 0],
  ["GET", "HTTP/1.1 503 Unavailable\r\nContent-Length: 3\r\n\r\nabc", 503],
  ["HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", 200],
  ["GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n", 304],
])("a body that is cut off on a bare connection is lost: %s, %j", async (method, octets, status) => {
  await rawServer(octets, async ({ account, exchanges }) => {
    expect((await account.send(method, "/c", null, { bare: true })).status).toBe(status);
    if (status === 0) expect(exchanges.at(-1)?.lost).toBe("unanswered");
  });
});
