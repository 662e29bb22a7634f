import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { combined } from "../../reference/disguises/disguise.ts";
import { type DisguiseName, disguises, startDisguised } from "../../reference/disguises/index.ts";
import { openStore } from "../../reference/sqlite/open.ts";

interface Seen {
  status: number;
  /** As spelt on the wire, in turn with values. */
  raw: string[];
  headers: IncomingMessage["headers"];
  octets: Buffer;
  /** Milliseconds. */
  took: number;
}

type Send = (method: string, path: string, json?: unknown, headers?: Record<string, string>) => Promise<Seen>;

/** How each disguise shows: without it these would fail, and a run in it would prove nothing. */
const LOOKS: Record<DisguiseName, (send: Send) => Promise<void>> = {
  async jumps(send) {
    const versions: number[] = [];
    for (const id of ["a", "b", "c", "d"]) versions.push(versionOf(await put(send, id)));
    const steps = versions.map((version, index) => version - (versions[index - 1] ?? 0));
    expect(new Set(steps).size).toBe(4);
    for (const step of steps) expect(step).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeGreaterThan(1000);
    const [first = 0, second = 0] = versions;
    expect(itemsOf(await send("GET", `/storage/c?newer=${second - 1}`))).toHaveLength(3);
    expect(itemsOf(await send("GET", `/storage/c?newer=${second}`))).toHaveLength(2);
    expect(itemsOf(await send("GET", `/storage/c?older=${second + 1}`))).toHaveLength(2);
    expect(itemsOf(await send("GET", `/storage/c?older=${first}`))).toHaveLength(0);
  },
  async shuffled(send) {
    const ids = Array.from({ length: 9 }, (_, index) => `r${index}`);
    for (const id of ids) await put(send, id);
    const all = itemsOf(await send("GET", "/storage/c"));
    expect(all).not.toEqual(ids);
    expect(all).not.toEqual(ids.toReversed());
    const first = await send("GET", "/storage/c?limit=4");
    const rest = await send("GET", `/storage/c?limit=9&offset=${first.headers["x-weave-next-offset"]}`);
    expect([...itemsOf(first), ...itemsOf(rest)]).toEqual(all);
    expect(itemsOf(await send("GET", "/storage/c?sort=oldest"))).toEqual(ids);
    await send("POST", "/storage/tied", [{ id: "a" }, { id: "b" }]);
    const [whole, page] = ["", "&limit=1"].map((limit) => `/storage/tied?sort=oldest${limit}`);
    expect(itemsOf(await send("GET", whole ?? ""))).toEqual(["b", "a"]);
    expect(itemsOf(await send("GET", page ?? ""))).toEqual(["a"]);
  },
  async fields(send) {
    const { headers } = await send("GET", "/info/quota");
    expect(headers["set-cookie"]).toHaveLength(2);
    expect(headers).toMatchObject({
      "cache-control": "private, no-store, max-age=0",
      "content-type": "application/json; charset=utf-8",
    });
  },
  async members(send) {
    expect(jsonOf(await send("GET", "/nothing"))).toMatchObject({ code: "not-found", trace: { id: 7 } });
    expect(jsonOf(await send("GET", "/info/configuration"))).toMatchObject({
      limits: { max_tabs: 7 },
      extra: {},
    });
    expect(jsonOf(await send("POST", "/sessions", {}))).toMatchObject({ staged: 0, extra: {} });
    expect(jsonOf(await send("GET", "/info/collections"))).toEqual({});
  },
  async "lower-case"(send) {
    const { raw } = await put(send, "a");
    expect(namesOf(raw)).toEqual(namesOf(raw).map((name) => name.toLowerCase()));
  },
  async "upper-case"(send) {
    const { raw } = await put(send, "a");
    expect(namesOf(raw)).toEqual(namesOf(raw).map((name) => name.toUpperCase()));
  },
  async chunked(send) {
    const { headers, octets } = await put(send, "a").then(() => send("GET", "/storage/c"));
    expect(headers).toMatchObject({ "transfer-encoding": "chunked" });
    expect(String(octets)).toBe('{"items":["a"]}');
    expect((await send("GET", "/nothing")).headers).not.toHaveProperty("content-length");
  },
  async "fixed-length"(send) {
    for (const seen of [await put(send, "a"), await send("GET", "/storage/c"), await send("GET", "/nothing")])
      expect(seen.headers["content-length"]).toBe(String(seen.octets.length));
  },
  async gzip(send) {
    for (const seen of [await send("GET", "/info/collections"), await send("GET", "/nothing")]) {
      expect(seen.headers["content-encoding"]).toBe("gzip");
      expect(JSON.parse(String(gunzipSync(seen.octets)))).toBeTypeOf("object");
    }
    const identity = await send("GET", "/nothing", undefined, { "Accept-Encoding": "identity, gzip;q=0" });
    expect(identity.headers).not.toHaveProperty("content-encoding");
  },
  async plain(send) {
    await send("PUT", "/storage/c/a", { payload: "x".repeat(5000) });
    const { headers } = await send("GET", "/storage/c/a", undefined, { "Accept-Encoding": "gzip" });
    expect(headers).not.toHaveProperty("content-encoding");
  },
  async closing(send) {
    expect((await put(send, "a")).headers.connection).toBe("close");
  },
  async latency(send) {
    const all = await Promise.all(Array.from({ length: 20 }, () => send("GET", "/info/quota")));
    const took = all.map((seen) => seen.took);
    // A timer may go off a millisecond early; how late, is the machine's business.
    expect(Math.min(...took)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...took)).toBeGreaterThan(150);
  },
  async ahead(send) {
    expect((await offset(send)).sinceSent).toBeGreaterThanOrEqual(29);
  },
  async behind(send) {
    expect((await offset(send)).sinceReceived).toBeLessThanOrEqual(-29);
  },
  async coarse(send) {
    const [begun, { headers }] = [
      await send("POST", "/sessions", { ttl: 1 }),
      await send("GET", "/info/quota"),
    ];
    expect(jsonOf(begun)).toMatchObject({ expires_in: 1 });
    expect(Number(headers["x-weave-timestamp"])).toBeLessThanOrEqual(Date.now() / 1000);
  },
  async conflicts(send) {
    const all = await Promise.all(Array.from({ length: 60 }, (_, index) => put(send, `r${index}`)));
    const refused = all.filter(({ status }) => status === 409);
    expect(refused.length).toBeGreaterThan(0);
    for (const seen of refused) {
      expect(seen.headers).toMatchObject({ "retry-after": "1", "cache-control": "no-store" });
      expect(jsonOf(seen)).toMatchObject({ code: "conflict" });
    }
    expect(itemsOf(await send("GET", "/storage/c"))).toHaveLength(60 - refused.length);
    // Nothing but a race: one after another, all are performed.
    for (let index = 0; index < 20; index++) expect((await put(send, "x")).status).toBeLessThan(300);
  },
  async unavailable(send) {
    const refused = await firstOf(send, 503);
    expect(refused.headers).toMatchObject({ "retry-after": "1", "content-type": "application/problem+json" });
    expect(refused.headers).toHaveProperty("x-weave-timestamp");
    expect(refused.headers).not.toHaveProperty("x-weave-store");
    expect(jsonOf(refused)).toMatchObject({ code: "unavailable" });
  },
  async "too-many"(send) {
    const refused = await firstOf(send, 429);
    expect(refused.headers).toMatchObject({ "retry-after": "1", "cache-control": "no-store" });
    expect(refused.headers).toHaveProperty("x-weave-store");
    expect(jsonOf(refused)).toMatchObject({ code: "too-many-requests" });
  },
};

const ALL = Object.keys(disguises) as DisguiseName[];

test.each(ALL)("%s: looks like it", async (name) => {
  const server = await startDisguised(name);
  try {
    await LOOKS[name](sender(server.endpoint.replace("{account}", "a")));
  } finally {
    await server.close();
  }
});

/** What it looks like anyway, or may look like on a busy machine, or does not look like after a long time only. */
const ALIKE: DisguiseName[] = ["lower-case", "fixed-length", "coarse", "latency", "unavailable", "too-many"];

test.each(ALL.filter((name) => !ALIKE.includes(name)))(
  "the reference server itself does not look like %s",
  async (name) => {
    const server = await startDisguised();
    const look = LOOKS[name](sender(server.endpoint.replace("{account}", "a")));
    await expect(look.finally(() => server.close())).rejects.toThrow();
  },
);

test("coarse: what is to live for a second ends with the first whole second at which it is over", () => {
  const [BEGIN, SECOND] = [1_795_000_000_400, 1000];
  vi.useFakeTimers({ toFake: ["Date"], now: BEGIN });
  try {
    const store = disguises.coarse.store(openStore(":memory:", disguises.coarse.clock));
    const session = store.sessions.begin("a", { scope: ["storage"], ttl: 1, lifetime: 9 });
    const fields = { payload: "x", ttl: 1 };
    store.write("a", [{ kind: "replace", partition: "storage", collection: "c", id: "r", fields }]);
    const alive = () => ({
      session: store.sessions.live("a").length,
      record: store.record("a", "storage", "c", "r") ? 1 : 0,
    });
    vi.setSystemTime(BEGIN + SECOND + 599);
    expect(alive()).toEqual({ session: 1, record: 1 });
    vi.setSystemTime(BEGIN + SECOND + 600);
    expect(alive()).toEqual({ session: 0, record: 0 });
    expect(store.sessions.find("a", session.id)?.outcome).toBe("expired");
    store.close();
  } finally {
    vi.useRealTimers();
  }
});

test("a server has one clock", () => {
  expect(() => combined([disguises.ahead, disguises.coarse])).toThrow(/one clock/);
});

/** Sends requests of the account `a`, each on a connection of its own, and takes no notice of any coding. */
function sender(endpoint: string): Send {
  return async (method, path, json, headers = {}) => {
    const start = performance.now();
    const asked = request(endpoint + path, {
      method,
      headers: {
        Authorization: "Bearer reference-a",
        ...(json !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
    });
    asked.end(json === undefined ? undefined : JSON.stringify(json));
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    const octets = await buffer(response);
    const took = performance.now() - start;
    return {
      status: response.statusCode ?? 0,
      raw: response.rawHeaders,
      headers: response.headers,
      octets,
      took,
    };
  };
}

const put = (send: Send, id: string) => send("PUT", `/storage/c/${id}`, { payload: id });
const jsonOf = ({ octets }: Seen): unknown => JSON.parse(String(octets));
const itemsOf = (seen: Seen) => (jsonOf(seen) as { items: string[] }).items;
const versionOf = ({ headers }: Seen) => Number(headers["x-last-modified-version"]);
const namesOf = (raw: string[]) => raw.filter((_, index) => index % 2 === 0);

/** Seconds by which the clock of the server is ahead of ours, when we sent the request and when we had the answer. */
async function offset(send: Send) {
  const sent = Math.floor(Date.now() / 1000);
  const timestamp = Number((await put(send, "a")).headers["x-weave-timestamp"]);
  return { sinceSent: timestamp - sent, sinceReceived: timestamp - Math.floor(Date.now() / 1000) };
}

async function firstOf(send: Send, status: number): Promise<Seen> {
  for (let asked = 0; asked < 3000; asked++) {
    const seen = await send("GET", "/info/quota");
    if (seen.status === status) return seen;
    expect(seen.status).toBe(200);
  }
  throw new Error(`none of 3000 requests was answered ${status}`);
}
