import Link from "http-link-header";
import { parseItem } from "structured-headers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scenario } from "../../reference/policy-scenarios.ts";
import { type Running, startReference } from "../../reference/server.ts";
import { Client } from "../support/reference-client.ts";

let server: Running;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.close());

const at = (scenario: Scenario, account = "a") => new Client(server.scenarios[scenario], account);
const headersOf = (scenario: Scenario) => Object.fromEntries(server.scenarios[scenario].headers);

const ANY = [
  ["GET", "/info/quota", {}],
  ["GET", "/info/quota", { Authorization: "" }],
  ["PUT", "/storage/c/a", { Authorization: "Bearer not-a-token" }],
  ["PATCH", "/no/such/thing", {}],
] as const;

describe.each(ANY)("%s %s with %j", (method, path, given) => {
  it.each([
    ["maintenance", 503, "unavailable"],
    ["retired", 410, "protocol-retired"],
    ["upgrade-client", 403, "upgrade-client"],
    ["expired-credentials", 401, "unauthorized"],
  ] as const)("of a server in %s is %i", async (scenario, status, code) => {
    const headers = { ...headersOf(scenario), ...given };
    const answer = await at(scenario).send(method, path, { headers });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.has("X-Weave-Store")).toBe(false);
  });
});

it("maintenance says for how long", async () => {
  const { headers } = await at("maintenance").send("GET", "/info/quota");
  expect(headers.get("Retry-After")).toBe("5");
  expect(headers.get("X-Weave-Backoff")).toBe("10;reason=maintenance;scope=service");
});

it("what is gone or too old says where to go", async () => {
  const retired = await at("retired").send("GET", "/");
  expect(retired.body.supported).toEqual(["3.0"]);
  expect(Link.parse(retired.headers.get("Link") ?? "").rel("successor-version")).toHaveLength(1);
  const old = await at("upgrade-client").send("GET", "/", { headers: headersOf("upgrade-client") });
  expect(Link.parse(old.headers.get("Link") ?? "").rel("help")).toHaveLength(1);
});

it("backoff is on every response, and requests are performed", async () => {
  const client = at("backoff");
  const answers = [await client.put("/storage/c/a"), await client.send("GET", "/storage/c/a")];
  answers.push(await client.send("GET", "/", { headers: { Authorization: "" } }));
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 401]);
  for (const { headers } of answers) {
    expect(headers.get("X-Weave-Backoff")).toBe("30;reason=load;scope=service");
  }
});

it("deprecation stands in the configuration and on every response", async () => {
  const { headers, body } = await at("deprecated").send("GET", "/info/configuration");
  const [since] = parseItem(headers.get("Deprecation") ?? "") as [Date, unknown];
  const sunset = new Date(headers.get("Sunset") ?? "");
  expect(since.getTime()).toBeLessThan(Date.now());
  expect(sunset.getTime()).toBeGreaterThan(Date.now());
  expect(body.protocol).toMatchObject({ version: "2.0", status: "deprecated" });
  expect(new Date(body.protocol.sunset)).toEqual(sunset);
  const [link] = Link.parse(headers.get("Link") ?? "").rel("successor-version");
  expect(link?.uri).toBe(body.protocol.successor);
  const current = await new Client(server, "a").send("GET", "/info/configuration");
  expect(current.body.protocol).toEqual({ version: "2.0", supported: ["2.0"], status: "current" });
  expect(current.headers.has("Deprecation")).toBe(false);
});

it("the services share no accounts", async () => {
  await new Client(server, "shared").put("/storage/c/a");
  expect(await at("quota", "shared").collections()).toEqual({});
});

describe("a quota", () => {
  const QUOTA = 65_536;
  const remaining = ({ headers }: { headers: Headers }) => headers.get("X-Weave-Quota-Remaining");

  it("is announced, kept exactly, and no obstacle to deletions", async () => {
    const client = at("quota", "full");
    const full = await client.put("/storage/c/a", "p".repeat(QUOTA));
    expect([full.status, remaining(full)]).toEqual([201, "0"]);
    const before = await client.collections();
    expect(await client.put("/storage/c/b")).toMatchObject({ status: 403, body: { code: "quota-exceeded" } });
    expect(await client.collections()).toEqual(before);
    const { body } = await client.send("GET", "/info/quota");
    expect(body).toEqual({ usage: QUOTA, quota: QUOTA });

    const smaller = await client.put("/storage/c/a", "p".repeat(10));
    expect([smaller.status, remaining(smaller)]).toEqual([204, String(QUOTA - 10)]);
    const deletion = await client.send("DELETE", "/");
    expect([deletion.status, remaining(deletion)]).toEqual([204, String(QUOTA)]);
  });

  it("is kept by a commit, and the session lives on", async () => {
    const client = at("quota", "session");
    const { id, within } = await client.begin();
    await client.put("/storage/c/a", "p".repeat(QUOTA + 1), within);
    const commit = () => client.send("POST", `/sessions/${id}/commit`);
    expect(await commit()).toMatchObject({ status: 403, body: { code: "quota-exceeded" } });
    await client.send("DELETE", "/storage", { headers: within });
    const committed = await commit();
    expect([committed.status, remaining(committed)]).toEqual([200, String(QUOTA)]);
  });

  it("is null where there is none", async () => {
    const client = new Client(server, "free");
    expect(remaining(await client.put("/storage/c/a"))).toBeNull();
    expect((await client.send("GET", "/info/quota")).body).toEqual({ usage: 1, quota: null });
  });
});
