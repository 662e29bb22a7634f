import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../reference/service-limits.ts";
import { type Answer, Client, freshClient } from "../support/reference-client.ts";

const { client, serving } = freshClient();

const begin = (json?: unknown) => client.send("POST", "/sessions", { json });
const state = (id: string) => client.send("GET", `/sessions/${id}`);
const seconds = ({ headers }: Answer) => headers.get("Retry-After");
const WITHIN_TTL = expect.stringMatching(/^[1-5]$/);
const commit = (id: string) => client.send("POST", `/sessions/${id}/commit`);

describe("a session begins", () => {
  it("without a body, owning both partitions", async () => {
    await client.put("/storage/c/a");
    const answer = await begin();
    expect(answer).toMatchObject({ status: 201, version: null });
    const { id } = answer.body;
    expect(answer.body).toEqual({
      id,
      scope: ["control", "storage"],
      version: 1,
      expires_in: LIMITS.max_session_ttl,
      staged: 0,
    });
    expect(answer.headers.get("Location")).toBe(`sessions/${id}`);
    expect(await state(id)).toMatchObject({ status: 200, version: null, body: { id, staged: 0 } });
  });

  it.each([
    [{ scope: ["storage/none"], ttl: 2 }, 201, 2],
    [{ ttl: 1e15 }, 201, LIMITS.max_session_ttl],
    [{ scope: [] }, 422],
    [{ scope: ["storage/c/a"] }, 422],
    [{ scope: "storage" }, 422],
    [{ ttl: 0 }, 422],
    [{ ttl: 1.5 }, 422],
    [{ tll: 1 }, 422],
    [[], 422],
  ])("with %j", async (json, status, seconds?: number) => {
    const answer = await begin(json);
    expect(answer.status).toBe(status);
    if (seconds !== undefined) expect(answer.body.expires_in).toBe(seconds);
  });

  it.each([
    [["storage"], ["storage/c"], 409],
    [["storage/c"], ["control", "storage"], 409],
    [["storage/c"], ["storage/cc", "control/c"], 201],
  ])("while %j is owned, with %j", async (owned, scope, status) => {
    await client.begin(...owned);
    const answer = await begin({ scope });
    expect(answer.status).toBe(status);
    expect(seconds(answer)).toEqual(status === 409 ? WITHIN_TTL : null);
  });

  it("only if there are not too many", async () => {
    const scopes = Array.from({ length: LIMITS.max_sessions + 1 }, (_, index) => [`storage/c${index}`]);
    const all = await Promise.all(scopes.map((scope) => begin({ scope })));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 429]);
  });

  it("once, of several that race", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => begin()));
    expect(all.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  });
});

describe("while a collection is owned", () => {
  beforeEach(async () => {
    await client.put("/storage/mine/a");
    await client.put("/storage/free/a");
    await client.begin("storage/mine");
  });

  it.each([
    ["PUT", "/storage/mine/a", { payload: "x" }, 409],
    ["DELETE", "/storage/mine/a", undefined, 409],
    ["DELETE", "/storage/mine/gone", undefined, 404],
    ["DELETE", "/storage/mine?ids=gone", undefined, 409],
    ["POST", "/storage/mine", [{ id: "b" }], 409],
    [
      "POST",
      "/storage",
      [
        { collection: "free", id: "b" },
        { collection: "mine", id: "b" },
      ],
      409,
    ],
    ["DELETE", "/storage", undefined, 409],
    ["DELETE", "/storage?collections=free,mine", undefined, 409],
    ["DELETE", "/", undefined, 409],
    ["DELETE", "/?keep=storage/mine/a", undefined, 409],
    ["DELETE", "/?keep=storage/mine", undefined, 204],
    ["DELETE", "/?keep=storage", undefined, 204],
    ["DELETE", "/control", undefined, 204],
    ["DELETE", "/storage?collections=free", undefined, 204],
    ["POST", "/storage", [{ collection: "free", id: "b" }], 200],
    ["PUT", "/control/mine/a", { payload: "x" }, 201],
    ["GET", "/storage/mine/a", undefined, 200],
  ])("%s %s %j", async (method, path, json, status) => {
    const before = (await client.collections())["storage/mine"];
    const answer = await client.send(method, path, { json });
    expect(answer.status).toBe(status);
    if (status === 409) {
      expect(seconds(answer)).toEqual(WITHIN_TTL);
      expect(answer.body.code).toBe("conflict");
      expect(await client.collections()).toEqual({ "storage/mine": 1, "storage/free": 2 });
    }
    expect((await client.collections())["storage/mine"]).toBe(before);
  });
});

describe("an ended session", () => {
  it("of nothing is committed at the current version, which its 410 recalls", async () => {
    await client.put("/storage/c/a");
    const { id, within: headers } = await client.begin();
    expect(await commit(id)).toMatchObject({ status: 200, version: 1, body: { version: 1 } });
    const ended = { code: "session-ended", outcome: "committed", version: 1 };
    expect(await commit(id)).toMatchObject({ status: 410, body: ended });
    expect(await state(id)).toMatchObject({ status: 410, body: ended });
    expect(await client.put("/storage/c/a", "x", headers)).toMatchObject({ status: 410, body: ended });
  });

  it("that was aborted has dropped everything and frees its scope", async () => {
    const { id, within } = await client.begin();
    await client.put("/storage/c/a", "x", within);
    expect(await client.send("DELETE", `/sessions/${id}`)).toMatchObject({ status: 204, version: null });
    expect((await client.send("GET", "/info/collections", { headers: within })).body).toMatchObject({
      outcome: "aborted",
    });
    expect((await client.put("/storage/c/b")).status).toBe(201);
    expect((await begin()).status).toBe(201);
  });

  it.each(["nothing", "%20", "x".repeat(100)])("%j never was", async (id) => {
    expect(await state(id)).toMatchObject({ status: 410, body: { outcome: "unknown" } });
    const headers = { "X-Weave-Session": id, Accept: "text/html" };
    expect(await client.send("GET", "/storage", { headers })).toMatchObject({ status: 410 });
  });

  it("is nobody else's", async () => {
    const { id } = await client.begin();
    const other = new Client(serving(), "somebody-else");
    expect((await other.send("GET", `/sessions/${id}`)).body.outcome).toBe("unknown");
    expect((await other.send("DELETE", `/sessions/${id}`)).body.outcome).toBe("unknown");
    expect((await state(id)).status).toBe(200);
  });
});
