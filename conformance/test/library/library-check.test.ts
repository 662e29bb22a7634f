import { afterEach, describe, expect, test, vi } from "vitest";
import { type CheckOptions, check, Interrupted, Unusable, UsageError } from "../../index.ts";
import { publicToken } from "../../reference/authenticate.ts";
import type { Fault } from "../../reference/faults/fault.ts";
import { faults } from "../../reference/faults/index.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { type Running, type StartOptions, startReference } from "../../reference/server.ts";
import { describeConformance, type ServerOptions, type SuiteOptions } from "../../vitest.ts";
import { closedPort } from "../support/servers.ts";

const CANARY = "canary-7f3a9c";
const token = publicToken("{account}");

const running: Running[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(options: StartOptions = {}): Promise<Running> {
  const server = await startReference(options);
  running.push(server);
  return server;
}

/** Breaks a rule where its own check does not look. */
function untimedForLongIds(next: Handler): Handler {
  return async (request, env) => {
    const response = await next(request, env);
    if (/\/[\w-]{64}$/.test(request.url)) response.headers.delete("X-Weave-Timestamp");
    return response;
  };
}

describe("a run", () => {
  test("gives the report of a server that keeps the rules", async () => {
    const { endpoint } = await start();
    const told: string[] = [];
    const report = await check({
      endpoint,
      token,
      only: ["method"],
      seed: 7,
      onResult: ({ rule }) => told.push(rule),
    });
    expect(report).toMatchObject({
      verdict: "pass",
      complete: false,
      only: ["method"],
      target: { endpoint, accounts: "made on the fly" },
      random: { seed: 7 },
    });
    const rules = report.results.map(({ rule }) => rule);
    expect(rules).toContain("method.allow");
    expect(told.toSorted()).toEqual(rules.toSorted());
    expect(report.summary.passed).toBe(rules.length);
  });

  test("gives the violation of one that breaks a rule", async () => {
    const { handler: wrap = (next) => next }: Fault = faults["record.created"];
    const { endpoint } = await start({ wrap });
    const { verdict, results } = await check({ endpoint, token, only: ["record.created"] });
    expect(verdict).toBe("fail");
    expect(results).toMatchObject([{ outcome: "violated", violation: { got: "204" } }]);
    expect(results[0]?.violation?.curl).toContain("curl");
  });

  test("counts for a rule what the exchanges of other rules showed", async () => {
    const { endpoint } = await start({ wrap: untimedForLongIds });
    const verdictOf = async (...only: string[]) => (await check({ endpoint, token, only })).verdict;
    expect(await verdictOf("header.timestamp.present")).toBe("pass");
    expect(await verdictOf("header.timestamp.present", "record.id.length")).toBe("fail");
  });

  test("starts the reference server where it is asked to", async () => {
    const { verdict, target } = await check({ reference: true, only: ["path.unknown"] });
    expect(verdict).toBe("pass");
    expect((await fetch(target.endpoint.replace("{account}", "a")).catch((error) => error)).message).toBe(
      "fetch failed",
    );
  });
});

describe("an interruption", () => {
  test("ends a run that is under way, and leaves the accounts empty", async () => {
    const { endpoint } = await start();
    const one = endpoint.replace("{account}", "one");
    const ending = new AbortController();
    const run = check({
      accounts: [{ name: "one", endpoint: one, token: publicToken("one") }],
      only: ["record", "list"],
      signal: ending.signal,
      onResult: () => ending.abort(),
    });
    await expect(run).rejects.toBeInstanceOf(Interrupted);
    const view = await fetch(`${one}/info/collections`, {
      headers: { authorization: `Bearer ${publicToken("one")}` },
    });
    expect(await view.json()).toEqual({});
  });

  test("from before the run ends it too", async () => {
    const { endpoint } = await start();
    const run = check({ endpoint, token, only: ["record"], signal: AbortSignal.abort() });
    await expect(run).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("a mistake", () => {
  const endpoint = "http://127.0.0.1:9/2.0/{account}";
  const mistakes: Record<string, [unknown, RegExp]> = {
    "no server": [{}, /no server is named/],
    "no credentials": [{ endpoint }, /no credentials/],
    "no URL": [{ endpoint: "nowhere", token: CANARY }, /endpoint: .*not a URL/],
    "a misspelt option": [{ endpoint, tokne: CANARY }, /"tokne" is not a key here. Did you mean "token"/],
    "an option of the configuration that is none here": [{ endpoint, token: CANARY, server: {} }, /"server"/],
    "two servers": [{ reference: true, endpoint }, /at endpoint: the reference server needs nothing/],
    "no rule": [{ endpoint, token: CANARY, only: ["recrod"] }, /at only: no rule has the id or area recrod/],
    "a number out of bounds": [{ endpoint, token: CANARY, seed: -1 }, /at seed: has to be at least 0/],
    "a signal that is none": [{ endpoint, token: CANARY, signal: {} }, /at signal: has to be an AbortSignal/],
  };

  test.for(Object.entries(mistakes))("%s is told before any request", async ([, [options, said]]) => {
    const error: Error = await check(options as CheckOptions).then(
      () => expect.fail("it ran"),
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(said);
    expect(error.message).not.toContain(CANARY);
  });

  const suites: [string, unknown, unknown, RegExp][] = [
    [
      "only beside the server",
      { endpoint, token: CANARY, only: ["record"] },
      {},
      /at only: .*second argument/,
    ],
    [
      "a stage beside the server",
      { endpoint, token: CANARY, through: "records" },
      {},
      /at through: .*second/,
    ],
    ["a name beside the server", { endpoint, token: CANARY, name: "x" }, {}, /at name: .*second argument/],
    ["a signal", { endpoint, token: CANARY, signal: new AbortController().signal }, {}, /"signal"/],
    ["a server beside the choice", { endpoint, token: CANARY }, { wipe: true }, /at wipe: .*first argument/],
    ["a misspelt choice", { endpoint, token: CANARY }, { olny: ["record"] }, /"olny" is not a key here/],
    ["an unknown stage", { endpoint, token: CANARY }, { stage: "record" }, /at stage/],
  ];

  test.for(suites)("in a suite of tests is told as it is registered: %s", ([, server, suite, said]) => {
    const register = () => describeConformance(server as ServerOptions, suite as SuiteOptions);
    expect(register).toThrow(UsageError);
    expect(register).toThrow(said);
  });

  test("is one argument too many", async () => {
    const options = { endpoint, token: CANARY };
    const more = [{ only: ["record"] }] as never[];
    await expect(check(options, ...more)).rejects.toThrow(/one argument too many/);
    expect(() => describeConformance(options, {}, ...more)).toThrow(/one argument too many/);
  });

  test("is not made good by the environment", async () => {
    const { endpoint: ready } = await start();
    vi.stubEnv("SYNC2_ENDPOINT", ready);
    vi.stubEnv("SYNC2_TOKEN", token);
    await expect(check({})).rejects.toThrow("no server is named");
    await expect(check({ endpoint: ready })).rejects.toThrow("no credentials");
  });

  test("of the server's is told apart", async () => {
    const dead = check({ endpoint: `${await closedPort()}/{account}`, token });
    await expect(dead).rejects.toBeInstanceOf(Unusable);
  });
});
