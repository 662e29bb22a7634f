import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Step } from "../replay/recording.ts";
import { Replayer } from "../replay/replayer.ts";
import { coveredTime, longestChain, makespan, predecessors } from "../replay/schedule.ts";
import { fillInValues, findServerValues } from "../replay/server-values.ts";

const span = (began: number, ended: number) => ({ began, ended });

function step(began: number, ended: number, target: string, more: Partial<Step> = {}): Step {
  const sent = { method: "GET", target, headers: [], body: null, isBare: false, status: 200 };
  return { partition: "storage", began, ended, after: [], ...sent, learns: [], isFilledIn: false, ...more };
}

describe("the order of a recording", () => {
  it("has each request wait for what had ended when it began, and for nothing that follows from that", () => {
    // Two at a time, and then one that waited for both, and one that waited for it.
    const spans = [span(0, 2), span(1, 4), span(5, 6), span(7, 8)];
    expect(predecessors(spans)).toEqual([[], [], [0, 1], [2]]);
  });

  it("lets what was under way together be so again, whoever ended first", () => {
    expect(predecessors([span(0, 10), span(1, 2), span(3, 4), span(11, 12)])).toEqual([[], [], [1], [0, 2]]);
  });

  it("finds the longest chain", () => {
    expect(longestChain([[], [], [0, 1], [2]])).toBe(3);
    expect(longestChain([[], [], []])).toBe(1);
    expect(longestChain([])).toBe(0);
  });

  it("packs jobs as workers do who take the next one when they are free", () => {
    expect(makespan([3, 1, 1, 1], 2)).toBe(3);
    expect(makespan([1, 1, 1, 3], 2)).toBe(4);
    expect(makespan([1, 2, 3], 1)).toBe(6);
    expect(makespan([1, 2, 3], 9)).toBe(3);
    expect(makespan([], 2)).toBe(0);
  });

  it("counts time once that several spans cover", () => {
    expect(coveredTime([span(5, 6), span(0, 2), span(1, 3)])).toBe(4);
  });
});

describe("what is learnt", () => {
  const said = (headers: [string, string][], body = "") => ({ headers, body: Buffer.from(body) });

  it("is the id of a session that later requests repeat, from the place where it first stood", () => {
    const steps = [
      step(0, 1, "/2.0/a/sessions"),
      step(2, 3, "/2.0/a/sessions/s-12345678/commit"),
      step(2, 3, "/2.0/a/info/quota"),
    ];
    findServerValues(steps, [said([], '{"id":"s-12345678"}'), null, null]);
    expect(steps[0]?.learns).toEqual([{ was: "s-12345678", at: { members: ["id"] }, isVersion: false }]);
    expect(steps.map(({ isFilledIn }) => isFilledIn)).toEqual([false, true, false]);
  });

  it("is nothing that the client brought up itself", () => {
    const steps = [step(0, 1, "/2.0/a/storage/c/my-own-id"), step(2, 3, "/2.0/a/storage/c/my-own-id")];
    findServerValues(steps, [said([], '{"id":"my-own-id"}'), null]);
    expect(steps[0]?.learns).toEqual([]);
  });

  it("puts versions only where versions stand", () => {
    const headers: Step["headers"] = [
      ["X-If-Unmodified-Since-Version", "17"],
      ["X-Count", "17"],
    ];
    const filled = fillInValues(
      { target: "/c?newer=17&limit=17", headers },
      new Map(),
      new Map([["17", "23"]]),
    );
    expect(filled.target).toBe("/c?newer=23&limit=17");
    expect(filled.headers).toEqual([
      ["X-If-Unmodified-Since-Version", "23"],
      ["X-Count", "17"],
    ]);
  });
});

describe("a replay", () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  /** A server that gives out ids of its own and takes no others, and notes what it was asked. */
  async function serve(): Promise<{ origin: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      asked.push(url);
      const isKnown = url !== "/use/first-identity";
      // The first answer takes its time, so that whoever does not wait for it overtakes it.
      setTimeout(
        () => response.writeHead(isKnown ? 200 : 404).end('{"id":"other-identity"}'),
        url === "/begin" ? 50 : 0,
      );
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  const recorded = () => {
    const steps = [step(0, 1, "/begin"), step(2, 3, "/use/first-identity", { after: [0] })];
    findServerValues(steps, [{ headers: [], body: Buffer.from('{"id":"first-identity"}') }, null]);
    return steps;
  };

  it("waits as the recording did, and repeats what this server said", async () => {
    const { origin, asked } = await serve();
    const checks = [{ rule: "a.rule", steps: recorded() }];
    const replay = new Replayer({ startedAt: 0, checks, bodies: new Map(), sleeps: [] }, origin, 2);
    await replay.run();
    await replay.close();
    expect(asked).toEqual(["/begin", "/use/other-identity"]);
    expect(replay.replayed).toEqual({ exchanges: 2, same: 2, others: {} });
  });

  it("counts what is answered otherwise", async () => {
    const { origin } = await serve();
    const steps = [step(0, 1, "/use/first-identity")];
    const replay = new Replayer(
      { startedAt: 0, checks: [{ rule: "a.rule", steps }], bodies: new Map(), sleeps: [] },
      origin,
      2,
    );
    await replay.run();
    await replay.close();
    expect(replay.replayed).toEqual({
      exchanges: 1,
      same: 0,
      others: { "200 → 404": { count: 1, rules: ["a.rule"] } },
    });
  });
});
