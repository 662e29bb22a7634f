import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import Hawk from "hawk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicKey } from "../../reference/authenticate.ts";
import { type Running, startReference } from "../../reference/server.ts";

let server: Running;
beforeAll(async () => {
  server = await startReference();
});
afterAll(() => server.close());

const credentials = (id: string) => ({ id, key: publicKey(id), algorithm: "sha256" }) as const;
const now = () => Math.floor(Date.now() / 1000);
const url = (path: string, endpoint = server.endpoint) => endpoint.replace("{account}", "a") + path;

/** Signs a request and sends it, or another one. */
async function send(
  signed: { method?: string; path?: string; by?: string; options?: object },
  sent: { path?: string; method?: string; body?: string; endpoint?: string } = {},
): Promise<Response> {
  const { method = "GET", path = "/info/quota", by = "a", options = {} } = signed;
  const target = url(path, sent.endpoint);
  const { header } = Hawk.client.header(target, method, { credentials: credentials(by), ...options });
  return sendSigned(header, sent.path ? url(sent.path) : target, sent.method ?? method, sent.body);
}

function sendSigned(header: string, target: string, method = "GET", body?: string): Promise<Response> {
  return fetch(target, {
    method,
    headers: { Authorization: header, "Content-Type": "application/json" },
    ...(body !== undefined && { body }),
  });
}

const write = { method: "PUT", path: "/storage/c/a" };
const body = '{"payload":"ü"}';
const hashed = { ...write, options: { payload: body, contentType: "application/json" } };

describe("Hawk credentials let a request in", () => {
  it.each([
    ["of a GET with a query", () => send({ path: "/info/quota?x=%41&y" })],
    ["of a PUT without a hash", () => send(write, { body })],
    ["of a PUT with a hash", () => send(hashed, { body })],
    ["half a minute off", () => send({ options: { timestamp: now() - 30 } })],
    ["in another service", () => send({}, { endpoint: server.scenarios.backoff.endpoint })],
  ])("%s", async (_what, attempt) => {
    expect((await attempt()).ok).toBe(true);
  });

  it("of the running server, which are templates", () => {
    expect(server.hawk).toEqual({ id: "{account}", key: publicKey("{account}"), algorithm: "sha256" });
  });

  it.each([
    ["of http, without a port", "http", "sync.example.test", {}, 200],
    ["of https, behind a front", "https", "sync.example.test", { "X-Forwarded-Proto": "https" }, 200],
    ["of https with a port", "https", "sync.example.test:8443", { "X-Forwarded-Proto": "https" }, 200],
    ["of https, where the front does not say so, which are refused", "https", "sync.example.test", {}, 401],
  ])("%s", async (_what, scheme, host, fields, status) => {
    const target = new URL(url("/info/quota"));
    const signed = `${scheme}://${host}${target.pathname}`;
    const { header } = Hawk.client.header(signed, "GET", { credentials: credentials("a") });
    const headers = { Host: host, Authorization: header, ...fields };
    const sent = request(target, { headers }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(status);
  });

  it("with a hash over a body that is too large, which is then 413", async () => {
    const large = `{"payload":"${"p".repeat(3_000_000)}"}`;
    const options = { payload: large, contentType: "application/json" };
    expect((await send({ ...write, options }, { body: large })).status).toBe(413);
    expect((await send({ ...write, options }, { body: `${large} ` })).status).toBe(401);
  });
});

describe("Hawk credentials are refused", () => {
  it.each([
    ["for another path", () => send({}, { path: "/info/collections" })],
    ["for another query", () => send({}, { path: "/info/quota?x" })],
    ["for another method", () => send({}, { method: "HEAD" })],
    ["for another account", () => send({ by: "b" })],
    ["for another body", () => send(hashed, { body: '{"payload":"u"}' })],
    ["when they name nobody", () => send({ by: "nobody" })],
    ["when they are nonsense", () => sendSigned("Hawk nonsense", url("/info/quota"))],
    ["when they are none", () => sendSigned("Hawk", url("/info/quota"))],
  ])("%s", async (_what, attempt) => {
    const answer = await attempt();
    expect(answer.status).toBe(401);
    expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="sync", Hawk');
    expect(answer.headers.has("X-Weave-Store")).toBe(false);
  });

  it("when they are used again", async () => {
    const { header } = Hawk.client.header(url("/info/quota"), "GET", { credentials: credentials("a") });
    expect((await sendSigned(header, url("/info/quota"))).status).toBe(200);
    expect((await sendSigned(header, url("/info/quota"))).status).toBe(401);
  });

  it("when they are stale, with the time, for a client to set its clock by", async () => {
    const before = now();
    const answer = await send({ options: { timestamp: before - 7200 } });
    expect(answer.status).toBe(401);
    const challenge = answer.headers.get("WWW-Authenticate") ?? "";
    const [, ts = "", tsm] = /^Hawk ts="(\d+)", tsm="([^"]+)"/.exec(challenge) ?? [];
    expect(Number(ts)).toBeGreaterThanOrEqual(before);
    expect(Number(ts)).toBeLessThanOrEqual(now());
    expect(tsm).toBe(Hawk.crypto.calculateTsMac(ts, credentials("a")));
  });
});

it("a secret token is not undone by a public key", async () => {
  const secret = await startReference({ token: (account) => `${account}-secret` });
  expect((await send({}, { endpoint: secret.endpoint })).status).toBe(401);
  const target = url("/info/quota", secret.endpoint);
  const own = { id: "a", key: "a-secret", algorithm: "sha256" } as const;
  const { header } = Hawk.client.header(target, "GET", { credentials: own });
  expect((await sendSigned(header, target)).status).toBe(200);
  await secret.close();
});
