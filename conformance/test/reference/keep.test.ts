import { beforeEach, describe, expect, it } from "vitest";
import { freshClient } from "../support/reference-client.ts";

const { client, clock } = freshClient();

// Versions 1 to 6.
beforeEach(async () => {
  await client.put("/control/keys/default");
  await client.put("/control/meta/global");
  await client.put("/control/meta/other");
  await client.put("/storage/tabs/a");
  await client.put("/storage/history/a");
  await client.put("/storage/history/b");
});

const partitions = async () => ({
  control: (await client.send("GET", "/control")).version,
  storage: (await client.send("GET", "/storage")).version,
});

it.each(["/", ""])("DELETE of %j wipes the account under one version", async (path) => {
  const answer = await client.send("DELETE", path);
  expect(answer).toMatchObject({ status: 204, version: 7 });
  expect(await client.collections()).toEqual({});
  expect(await partitions()).toEqual({ control: 7, storage: 7 });
  expect(await client.send("DELETE", path)).toMatchObject({ status: 204, version: 7 });
});

describe("keep", () => {
  it.each([
    ["control", { "control/keys": 1, "control/meta": 3 }, { control: 3, storage: 7 }],
    ["control/keys", { "control/keys": 1 }, { control: 7, storage: 7 }],
    ["control/meta/global", { "control/meta": 7 }, { control: 7, storage: 7 }],
    ["control/keys/default", { "control/keys": 1 }, { control: 7, storage: 7 }],
    ["storage/tabs,storage/history/a,storage/history/b", { "storage/tabs": 4, "storage/history": 6 }, {}],
    ["control,storage", { "control/keys": 1, "storage/history": 6 }, { control: 3, storage: 6 }],
  ])("of %s", async (keep, collections, versions) => {
    expect((await client.send("DELETE", `/?keep=${keep}`)).status).toBe(204);
    expect(await client.collections()).toMatchObject(collections);
    expect(await partitions()).toMatchObject(versions);
  });

  it("of a record deletes the others of its collection and leaves it as it is", async () => {
    await client.send("DELETE", "/?keep=control/meta/global");
    expect(await client.collections()).toEqual({ "control/meta": 7 });
    expect((await client.send("GET", "/control/meta?full=")).body.items).toMatchObject([
      { id: "global", version: 2 },
    ]);
  });

  it("that protects everything takes no version", async () => {
    expect(await client.send("DELETE", "/?keep=control,storage")).toMatchObject({ status: 204, version: 6 });
  });

  it("of what has expired is refused", async () => {
    await client.send("PUT", "/storage/tabs/brief", { json: { payload: "p", ttl: 1 } });
    expect((await client.send("DELETE", "/?keep=storage/tabs/brief&x=")).status).toBe(422);
    clock.advance(1100);
    expect((await client.send("DELETE", "/?keep=storage/tabs/brief")).status).toBe(404);
  });

  const tooMany = Array.from({ length: 101 }, (_, index) => `storage/c${index}`).join();
  it.each([
    ["keep=", 422],
    ["keep=meta/global", 422],
    ["keep=/control", 422],
    ["keep=control,", 422],
    ["keep=control/keys/default/x", 422],
    ["keep=control&keep=storage", 422],
    [`keep=${tooMany}`, 422],
    ["Keep=control", 422],
    ["collections=tabs", 422],
    ["keep=storage/keys", 404],
    ["keep=control/keys,control/keys/gone", 404],
  ])("%s deletes nothing", async (query, status) => {
    const before = await client.collections();
    expect((await client.send("DELETE", `/?${query}`)).status).toBe(status);
    expect(await client.collections()).toEqual(before);
  });

  it("does not come before the precondition", async () => {
    const headers = { "X-If-Unmodified-Since-Version": "5" };
    expect(await client.send("DELETE", "/?keep=control", { headers })).toMatchObject({
      status: 412,
      version: 6,
    });
    expect((await client.send("DELETE", "/?keep=control/gone", { headers })).status).toBe(404);
  });
});
