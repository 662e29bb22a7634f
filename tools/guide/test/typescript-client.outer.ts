import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import { parseMarkdown } from "../parse-markdown.ts";
import { typeFlaws } from "../prose/typescript-flaws.ts";

const ROOT = join(import.meta.dirname, "../../..");
const CHAPTER = join(ROOT, "spec/guide/typescript-client.md");
/** Below the folder of the project, where what the chapter imports is found. */
const MODULE = join(ROOT, "node_modules/.cache/sync2-guide/typescript-client.ts");

/** What the chapter exports, as far as these tests use it. */
interface Chapter {
  syncClient(endpoint: string, token: string, fetch?: Fetch): object;
  patientFetch(send?: Fetch, attempts?: number): Fetch;
  store(client: object, collection: string, id: string, payload: string): Promise<number>;
  update(client: object, collection: string, id: string, change: (old: string) => string): Promise<number>;
  changesSince(client: object, version: number): Promise<{ version: number } | null>;
  records(client: object, collection: string, query?: object): AsyncIterable<{ id: string; payload: string }>;
  streamed(client: object, collection: string): AsyncIterable<{ id: string; payload: string }>;
  storeAll(client: object, collection: string, list: object[]): Promise<Record<string, string[]>>;
}
type Fetch = (request: Request) => Promise<Response>;

const source = parseMarkdown(readFileSync(CHAPTER, "utf8"))
  .fences.filter(({ language }) => language === "ts")
  .map(({ text }) => text)
  .join("\n\n");

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

let chapter: Chapter;
let server: Running;
beforeAll(async () => {
  mkdirSync(join(MODULE, ".."), { recursive: true });
  writeFileSync(MODULE, source);
  chapter = await import(MODULE);
  server = await startReference();
});
afterAll(() => server?.close());

/** A client of an account of its own, and the requests that it sends. */
function clientOf(account: string, send: Fetch = fetch) {
  const requests: Request[] = [];
  const endpoint = server.endpoint.replace("{account}", account);
  const fetching = chapter.patientFetch(async (request) => {
    requests.push(request);
    return send(request);
  });
  return { client: chapter.syncClient(endpoint, `reference-${account}`, fetching), requests };
}

/** Answers the first request itself, and has the others answered. */
function first(answer: () => Response): Fetch {
  let isFirst = true;
  return async (request) => {
    if (!isFirst) return fetch(request);
    isFirst = false;
    return answer();
  };
}

function problem(status: number, code: string, headers: Record<string, string>): Response {
  const type = { "Content-Type": "application/problem+json", ...headers };
  return new Response(JSON.stringify({ status, code, title: code }), { status, headers: type });
}

test("The chapter compiles strictly", () => {
  expect(typeFlaws([source, source.replace('case "too-large"', 'case "too-big"')])).toEqual([
    [],
    [expect.objectContaining({ message: expect.stringContaining('"too-big"') })],
  ]);
});

describe("Its client", () => {
  test("stores records, says why not, and finds them by a list of ids in one parameter", async () => {
    const { client, requests } = clientOf("store");
    await chapter.store(client, "bookmarks", "a1", "one");
    await chapter.store(client, "bookmarks", "b2", "two");
    await expect(chapter.store(client, "bookmarks", "not an id!", "")).rejects.toThrow();
    await expect(chapter.store(client, "bookmarks", "big", "x".repeat(300_000))).rejects.toThrow(RangeError);
    const found = await listed(chapter.records(client, "bookmarks", { ids: ["a1", "b2", "c3"] }));
    expect(found.map(({ id, payload }) => `${id}: ${payload}`).sort()).toEqual(["a1: one", "b2: two"]);
    expect(new URL(requests.at(-1)?.url ?? "").search).toContain("ids=a1,b2,c3");
  });

  test("updates safely while another client is faster", async () => {
    const { client } = clientOf("update");
    const created = await chapter.store(client, "bookmarks", "shared", "original");
    let theirs: Promise<number> | undefined;
    let rounds = 0;
    const slow = chapter.syncClient(
      server.endpoint.replace("{account}", "update"),
      "reference-update",
      async (request) => {
        if (request.method === "PUT") {
          rounds += 1;
          theirs ??= chapter.update(client, "bookmarks", "shared", () => "theirs");
          await theirs;
        }
        return fetch(request);
      },
    );
    const version = await chapter.update(slow, "bookmarks", "shared", (old) => `${old} and mine`);
    expect(rounds).toBe(2);
    expect(version).toBeGreaterThan(created);
    expect(await listed(chapter.records(client, "bookmarks"))).toMatchObject([
      { payload: "theirs and mine" },
    ]);
  });

  test("polls, pages and streams", async () => {
    const { client, requests } = clientOf("list");
    const list = Array.from({ length: 7 }, (_, index) => ({ id: `r${index}`, payload: "é".repeat(index) }));
    expect(await chapter.storeAll(client, "history", [...list, { id: "bad", sortindex: "high" }])).toEqual({
      bad: [expect.stringContaining("sortindex")],
    });
    const changes = await chapter.changesSince(client, 0);
    expect(changes).toMatchObject({ collections: { "storage/history": changes?.version } });
    expect(await chapter.changesSince(client, changes?.version as number)).toBeNull();

    const before = requests.length;
    const paged = await listed(chapter.records(client, "history", { limit: 3 }));
    expect(requests.length - before).toBe(3);
    const streamed = await listed(chapter.streamed(client, "history"));
    const byId = (records: { id: string }[]) => records.map(({ id }) => id).sort();
    expect(byId(paged)).toEqual(list.map(({ id }) => id));
    expect(streamed.map(({ payload }) => payload.length).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(byId(streamed)).toEqual(byId(paged));
  });

  test.each([409, 429, 503])(
    "sends again what was refused for now with %i, when its time has come",
    async (status) => {
      const { client, requests } = clientOf(
        `wait-${status}`,
        first(() => problem(status, "later", { "Retry-After": "1" })),
      );
      const began = performance.now();
      expect(await chapter.store(client, "bookmarks", "a1", "one")).toBeGreaterThan(0);
      expect(performance.now() - began).toBeGreaterThanOrEqual(990);
      expect(requests.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
    },
  );

  test("lets a backoff hold up the next request, but no commit", async () => {
    const backoff = { "X-Weave-Backoff": "1;reason=load" };
    const { client } = clientOf(
      "backoff",
      first(() => new Response("{}", { headers: backoff })),
    );
    await chapter.changesSince(client, 0);
    const began = performance.now();
    await chapter.changesSince(client, 0);
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);

    const sent: string[] = [];
    const send = chapter.patientFetch(async ({ url }) => {
      sent.push(url);
      return new Response("{}", { headers: { "X-Weave-Backoff": "86400" } });
    });
    for (const path of ["info/quota", "sessions/s1/commit"])
      await send(new Request(`http://127.0.0.1/${path}`, { method: "POST" }));
    expect(sent).toHaveLength(2);
  });

  test("gives up in the end", async () => {
    const { client, requests } = clientOf("never", async () => problem(429, "too-many-requests", {}));
    await expect(chapter.store(client, "bookmarks", "a1", "one")).rejects.toMatchObject({
      code: "too-many-requests",
    });
    expect(requests).toHaveLength(5);
  });
});
