import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startReference } from "../../reference/server.ts";
import { LIMITS } from "../../reference/service-limits.ts";
import { Client, ManualClock } from "../support/reference-client.ts";

const folder = mkdtempSync(join(tmpdir(), "sessions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const clock = new ManualClock();
const server = await startReference({ clock: clock.now });
afterAll(() => server.close());

/** A session of two seconds. */
async function brief(account: string) {
  const client = new Client(server, account);
  const { id } = (await client.send("POST", "/sessions", { json: { ttl: 2 } })).body;
  return { client, id, within: { "X-Weave-Session": id } };
}

it("expires when nobody renews it, and reading its state does not", async () => {
  const { client, id, within } = await brief("expires");
  await client.put("/storage/c/a", "x", within);
  clock.advance(1200);
  expect((await client.send("GET", `/sessions/${id}`)).body.expires_in).toBe(1);
  expect((await client.put("/storage/c/b")).headers.get("Retry-After")).toBe("1");
  clock.advance(900);
  expect((await client.send("GET", `/sessions/${id}`)).body.outcome).toBe("expired");
  expect((await client.put("/storage/c/b")).status).toBe(201);
  expect(await client.collections()).toEqual({ "storage/c": 1 });
});

it("is renewed by reads and refused requests, but not beyond its lifetime", async () => {
  const { client, id, within: headers } = await brief("renewed");
  const began = clock.now();
  for (let turn = 0; turn < 5; turn += 1) {
    clock.advance(1300);
    const [method, path] = turn % 2 === 0 ? ["GET", "/info/quota"] : ["DELETE", "/storage?misspelt="];
    const answer = await client.send(method as string, path as string, { headers });
    expect(answer.status).toBe(turn % 2 === 0 ? 200 : 422);
  }
  expect((await client.send("GET", `/sessions/${id}`)).body.expires_in).toBeLessThanOrEqual(2);
  clock.advance(LIMITS.max_session_lifetime * 1000 - (clock.now() - began) + 50);
  expect((await client.send("GET", "/storage", { headers })).body.outcome).toBe("expired");
});

it("starts the ttl of what it stored at the commit", async () => {
  const { client, id, within: headers } = await brief("ttl");
  await client.send("PUT", "/storage/c/a", { json: { payload: "x", ttl: 1 }, headers });
  clock.advance(1200);
  const answer = await client.send("POST", `/sessions/${id}/commit`);
  const { status, body } = await client.send("GET", "/storage/c/a");
  expect(status).toBe(200);
  expect(body.modified).toBe(Number(answer.headers.get("X-Weave-Timestamp")));
});

it("survives a restart with all that is staged", async () => {
  const data = join(folder, "data");
  const first = await startReference({ data });
  const before = new Client(first, "a");
  const { id, within } = await before.begin();
  await before.put("/storage/c/a", "a\0b\u{1F600}", within);
  await first.close();

  const second = await startReference({ data });
  const after = new Client(second, "a");
  expect((await after.put("/storage/c/b")).status).toBe(409);
  expect((await after.send("POST", `/sessions/${id}/commit`)).status).toBe(200);
  expect((await after.send("GET", "/storage/c/a")).body.payload).toBe("a\0b\u{1F600}");
  await second.close();
});
