import { describe, expect, it } from "vitest";
import { LIMITS } from "../../reference/service-limits.ts";
import { type Answer, Client, freshClient } from "../support/reference-client.ts";

const { client, serving } = freshClient();

const _begin = (json?: unknown) => client.send("POST", "/sessions", { json });
const state = (id: string) => client.send("GET", `/sessions/${id}`);
const _seconds = ({ headers }: Answer) => headers.get("Retry-After");
const _WITHIN_TTL = expect.stringMatching(/^[1-5]$/);
const commit = (id: string) => client.send("POST", `/sessions/${id}/commit`);

describe("in a session", () => {
  it("writes are staged until the commit applies them in order, under one version", async () => {
    await client.put("/storage/old/a");
    const { id, within: headers } = await client.begin();
    const send = async (method: string, path: string, json?: unknown) => {
      const answer = await client.send(method, path, { json, headers });
      expect(answer.status).toBe(202);
      return answer;
    };
    expect((await send("DELETE", "/?keep=control/not/there")).version).toBe(1);
    expect((await send("PUT", "/control/meta/global", { payload: "m" })).version).toBe(0);
    await send("DELETE", "/storage/old/gone");
    const listed = await send("POST", "/storage", [
      { collection: "c", id: "a", payload: "1", ttl: 1 },
      { collection: "c", id: "b", payload: 1 },
    ]);
    expect(listed.body).toEqual({ success: ["c/a"], failed: { "c/b": ["payload: invalid"] } });
    await send("POST", "/storage/c/a", { sortindex: 2 });
    await send("DELETE", "/storage/old");

    expect((await state(id)).body.staged).toBe(3);
    expect(await client.collections()).toEqual({ "storage/old": 1 });
    const { body } = await client.send("GET", "/storage?full=", { headers });
    expect(body.items).toMatchObject([{ id: "a", collection: "old" }]);

    expect(await commit(id)).toMatchObject({ status: 200, version: 2, body: { version: 2 } });
    expect(await client.collections()).toEqual({ "control/meta": 2, "storage/c": 2 });
    const record = await client.send("GET", "/storage/c/a");
    expect(record.body).toMatchObject({ payload: "1", sortindex: 2, version: 2 });
  });

  it.each(["/storage/c", "/"])(
    "a collection that a DELETE of %s deletes is there when it is written to again",
    async (path) => {
      const { id, within: headers } = await client.begin();
      const json = { payload: "x" };
      await client.send("PUT", "/storage/c/a", { json, headers });
      await client.send("DELETE", path, { headers });
      await client.send("PUT", "/storage/c/b", { json, headers });
      await commit(id);
      expect(await client.collections()).toEqual({ "storage/c": 1 });
    },
  );

  it.each([
    ["PUT", "/storage/other/a", { payload: "x" }, 403],
    ["DELETE", "/storage", undefined, 403],
    ["DELETE", "/", undefined, 403],
    ["DELETE", "/?keep=control", undefined, 403],
    [
      "POST",
      "/storage",
      [
        { collection: "c", id: "a" },
        { collection: "other", id: "a" },
      ],
      403,
    ],
    ["POST", "/storage", [{ collection: "c", id: "a", payload: 1 }], 202],
    ["PUT", "/storage/c/a", {}, 422],
    ["DELETE", "/control", undefined, 202],
    ["DELETE", "/storage/c?ids=a", undefined, 202],
  ])("of storage/c and control, %s %s %j", async (method, path, json, status) => {
    const { id, within: headers } = await client.begin("storage/c", "control");
    const answer = await client.send(method, path, { json, headers });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe("session-scope");
    expect((await state(id)).body.staged).toBe(0);
  });

  it("preconditions are compared with the committed state", async () => {
    await client.put("/storage/c/a");
    const { within } = await client.begin();
    const headers = (version: number) => ({ ...within, "X-If-Unmodified-Since-Version": String(version) });
    expect((await client.put("/storage/c/a", "x", headers(0))).status).toBe(412);
    expect(await client.put("/storage/c/a", "x", headers(1))).toMatchObject({ status: 202, version: 1 });
    expect(await client.put("/storage/c/a", "y", headers(1))).toMatchObject({ status: 202, version: 1 });
    expect(await client.put("/storage/d/a", "x", headers(1))).toMatchObject({ status: 412, version: 0 });
    expect(await client.put("/storage/d/a", "x", headers(0))).toMatchObject({ status: 202, version: 0 });
    const gone = await client.send("DELETE", "/storage/d", { headers: headers(0) });
    expect(gone).toMatchObject({ status: 202, version: 0 });
  });

  it("no more records and bytes are staged than a session may hold", async () => {
    const { within: headers } = await client.begin();
    const list = (json: unknown) => client.send("POST", "/storage/c", { json, headers });
    const payload = "é".repeat(LIMITS.max_record_payload_bytes / 2);
    const full = Array.from({ length: 4 }, (_, index) => ({ id: `r${index}`, payload }));
    for (let turn = 0; turn < 4; turn += 1) expect((await list(full)).status).toBe(202);
    const large = await list([{ id: "more", payload: "x" }]);
    expect(large.status).toBe(413);
    expect(large.headers.get("X-Weave-Limit")).toMatch(/^max_session_bytes;limit=4194304;received=4194305/);

    const hundred = Array.from({ length: 100 }, (_, index) => ({ id: `s${index}` }));
    for (let turn = 0; turn < 9; turn += 1) expect((await list(hundred)).status).toBe(202);
    expect((await list(hundred.slice(16))).status).toBe(202);
    // Of the client that has been told already, the same again would be 429.
    const another = { ...headers, "X-Weave-Client": "another" };
    const many = await client.send("POST", "/storage/c", { json: [{ id: "more" }], headers: another });
    expect(many.headers.get("X-Weave-Limit")).toMatch(/^max_session_records;limit=1000;received=1001/);
    expect((await client.send("DELETE", "/storage/c", { headers })).status).toBe(202);
  });
});

describe("under a quota", () => {
  const REMAINING = "X-Weave-Quota-Remaining";

  it("a commit is refused that would exceed it, and the session lives on", async () => {
    const limited = new Client(serving().scenarios.quota, "a");
    const { quota } = (await limited.send("GET", "/info/quota")).body;
    const { id, within } = await limited.begin();
    const commitIt = () => limited.send("POST", `/sessions/${id}/commit`);
    expect((await limited.put("/storage/c/a", "x".repeat(quota), within)).status).toBe(202);
    expect((await limited.put("/storage/c/b", "x", within)).status).toBe(202);
    expect(await commitIt()).toMatchObject({ status: 403, body: { code: "quota-exceeded" } });
    expect(await limited.collections()).toEqual({});

    await limited.send("DELETE", "/storage/c/b", { headers: within });
    const full = await commitIt();
    expect(full).toMatchObject({ status: 200, version: 1 });
    expect(full.headers.get(REMAINING)).toBe("0");
    expect((await limited.put("/storage/c/b", "x")).status).toBe(403);
    expect((await limited.put("/storage/c/a", "x".repeat(quota))).status).toBe(204);
    const deleted = await limited.send("DELETE", "/storage/c");
    expect(deleted.headers.get(REMAINING)).toBe(String(quota));
  });
});
