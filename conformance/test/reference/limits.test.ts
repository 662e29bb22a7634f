import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Running, startReference } from "../../reference/server.ts";
import { LIMITS } from "../../reference/service-limits.ts";
import { Client } from "../support/reference-client.ts";

let server: Running;
let client: Client;
beforeAll(async () => {
  server = await startReference();
  client = new Client(server, "limits");
});
afterAll(() => server.close());

const record = { payload: "p".repeat(LIMITS.max_record_payload_bytes) };
const list = (count: number, payload = "", extra = {}) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, payload, ...extra }));
const quarter = "p".repeat(LIMITS.max_post_bytes / 4);
const padded = (length: number) => ({
  payload: "p",
  [" ".repeat(length - '{"payload":"p","":0}'.length)]: 0,
});

/** Every test is a client of its own, so that none has to wait for another. */
let clients = 0;
const alone = () => {
  clients += 1;
  return { "X-Weave-Client": `c${clients}` };
};

describe("exactly at a limit a body is taken, above it refused with the limit", () => {
  it.each([
    ["max_record_payload_bytes", "PUT", "/storage/c/a", record, { payload: `${record.payload}p` }],
    ["max_record_payload_bytes", "POST", "/storage/c/a", record, { payload: `${record.payload.slice(1)}ü` }],
    ["max_post_records", "POST", "/storage/c", list(100), list(101)],
    [
      "max_post_bytes",
      "POST",
      "/storage/c",
      list(4, quarter),
      [...list(4, quarter), { id: "x", payload: "p" }],
    ],
    ["max_post_bytes", "POST", "/storage/c", list(4, quarter), list(3, `${quarter}${quarter}`)],
  ] as const)("%s of a %s", async (name, method, path, within, above) => {
    expect((await client.send(method, path, { json: within, headers: alone() })).status).toBeLessThan(205);
    const before = await client.collections();
    const refused = await client.send(method, path, { json: above, headers: alone() });
    expect(refused).toMatchObject({ status: 413, body: { code: "too-large" } });
    expect(refused.headers.get("X-Weave-Limit")).toMatch(
      new RegExp(`^${name};limit=${LIMITS[name]};received=\\d+;wait=2$`),
    );
    expect(refused.headers.has("Retry-After")).toBe(false);
    expect(await client.collections()).toEqual(before);
  });

  it("max_request_bytes", async () => {
    const most = LIMITS.max_request_bytes;
    // The name of its member is not defined, so what is taken is refused for that.
    const taken = await client.send("PUT", "/storage/c/a", { json: padded(most), headers: alone() });
    expect(taken.status).toBe(422);
    const refused = await client.send("PUT", "/storage/c/a", { json: padded(most + 1), headers: alone() });
    expect(refused.status).toBe(413);
    expect(refused.headers.get("X-Weave-Limit")).toBe(
      `max_request_bytes;limit=${most};received=${most + 1};wait=2`,
    );
  });
});

it("one payload of a list that is too large is that record's own failure", async () => {
  const json = [{ id: "ok" }, { id: "big", payload: `${record.payload}p`, sortindex: "x" }];
  const { status, body } = await client.send("POST", "/storage/c", { json });
  expect(status).toBe(200);
  expect(body).toEqual({ success: ["ok"], failed: { big: ["payload: too-large", "sortindex: invalid"] } });
});

it.each([
  ["an invalid field", list(101, "", { nonsense: 1 }), {}, 413],
  ["elements that are none", Array(101).fill(null), {}, 413],
  ["another media type", list(101), { "Content-Type": "text/plain" }, 415],
  ["nothing that it accepts", list(101), { Accept: "text/plain" }, 406],
])("with %s, a list that is too long", async (_what, json, headers, status) => {
  const answer = await client.send("POST", "/storage/c", { json, headers: { ...alone(), ...headers } });
  expect(answer.status).toBe(status);
});

it("while the wait runs, what is oversized is 429, and nothing else is", async () => {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const headers = alone();
  const oversized = (more = {}) =>
    client.send("POST", "/storage/c", { json: list(101), headers: { ...headers, ...more } });
  expect((await oversized()).status).toBe(413);
  const refused = await oversized();
  expect(refused).toMatchObject({ status: 429, body: { code: "too-many-requests" } });
  expect(refused.headers.get("Retry-After")).toBe("2");
  expect(await oversized({ Accept: "text/plain" })).toMatchObject({ status: 429 });

  expect((await client.put("/storage/c/well-sized", "p", headers)).status).toBe(201);
  expect((await client.send("POST", "/storage/c", { json: list(101), headers: alone() })).status).toBe(413);

  now += 1100;
  const later = await oversized();
  expect(later.headers.get("Retry-After")).toBe("1");
  now += 1000;
  expect((await oversized()).status).toBe(413);
});
