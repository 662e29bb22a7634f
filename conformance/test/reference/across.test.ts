import { beforeEach, describe, expect, it } from "vitest";
import { freshClient } from "../support/reference-client.ts";

const { client } = freshClient();

const list = (json: unknown) => client.send("POST", "/storage", { json });

describe("a list to a partition", () => {
  it("is stored in the collections that it names, under one version", async () => {
    const answer = await list([
      { collection: "c", id: "a", payload: "one" },
      { collection: "d", id: "a", payload: "two", sortindex: 3 },
      { collection: "d", id: "b", sortindex: "x", collections: 1 },
      { collection: "e", id: "a", version: "ignored", ttl: null, modified: [] },
    ]);
    expect(answer).toMatchObject({ status: 200, version: 1 });
    expect(answer.body).toEqual({
      success: ["c/a", "d/a", "e/a"],
      failed: { "d/b": expect.arrayContaining(["sortindex: invalid", "collections: unexpected"]) },
    });
    expect(await client.collections()).toEqual({ "storage/c": 1, "storage/d": 1, "storage/e": 1 });
  });

  it.each([
    ["an element without collection", [{ id: "a" }]],
    ["an element without id", [{ collection: "c" }]],
    ["an ill-formed collection", [{ collection: "c/d", id: "a" }]],
    [
      "a duplicate",
      [
        { collection: "c", id: "a" },
        { collection: "c", id: "a" },
      ],
    ],
    ["no list", { collection: "c", id: "a" }],
  ])("with %s is refused", async (_what, json) => {
    expect((await list(json)).status).toBe(422);
    expect(await client.collections()).toEqual({});
  });

  it("creates no collection for what fails", async () => {
    expect(await list([{ collection: "c", id: "a", payload: 1 }])).toMatchObject({ status: 200, version: 0 });
    expect(await client.collections()).toEqual({});
  });
});

it("`collection` is unexpected in a list to a collection", async () => {
  const { body } = await client.send("POST", "/storage/c", { json: [{ collection: "c", id: "a" }] });
  expect(body.failed).toEqual({ a: ["collection: unexpected"] });
});

describe("a listing of a partition", () => {
  const get = async (query = "") => (await client.send("GET", `/storage?${query}`)).body.items;

  beforeEach(async () => {
    await list([{ collection: "b", id: "z", payload: "p", sortindex: 5 }]);
    await list([
      { collection: "a", id: "y", sortindex: 5 },
      { collection: "a", id: "x" },
      { collection: "b", id: "x" },
    ]);
    await client.put("/control/a/other");
  });

  it.each([
    ["", ["a/x", "a/y", "b/x", "b/z"]],
    ["collections=b,nothing", ["b/x", "b/z"]],
    ["ids=b/z,a/z,a/x,a/x", ["a/x", "b/z"]],
    ["ids=b/z,a/x&collections=b", ["b/z"]],
    ["newer=1", ["a/x", "a/y", "b/x"]],
    ["older=2", ["b/z"]],
    ["sort=newest", ["a/x", "a/y", "b/x", "b/z"]],
    ["sort=oldest", ["b/z", "a/x", "a/y", "b/x"]],
    ["sort=index", ["a/y", "b/z", "a/x", "b/x"]],
  ])("%j", async (query, items) => {
    expect(await get(query)).toEqual(items);
  });

  it.each(["", "sort=newest", "sort=oldest", "sort=index"])("in pages, %j", async (query) => {
    const pages: string[] = [];
    let next: string | null = "";
    do {
      const offset: string = next && `&offset=${next}`;
      const answer = await client.send("GET", `/storage?${query}&limit=1${offset}`);
      expect(answer.headers.get("X-Weave-Records")).toBe("1");
      pages.push(...answer.body.items);
      next = answer.headers.get("X-Weave-Next-Offset");
    } while (next !== null);
    expect(pages).toEqual(await get(query));
  });

  it("with whole records names their collections", async () => {
    expect((await get("full="))[3]).toEqual({
      id: "z",
      collection: "b",
      version: 1,
      modified: expect.any(Number),
      payload: "p",
      sortindex: 5,
    });
  });

  it("as lines", async () => {
    const headers = { Accept: "application/newlines" };
    const answer = await client.send("GET", "/storage?collections=a", { headers });
    expect(answer.body).toBe('"a/x"\n"a/y"\n');
  });

  it.each(["ids=a", "ids=", "collections=a/b", "sort=id", "limit=0", "offset=x"])(
    "%s is refused",
    async (query) => {
      expect((await client.send("GET", `/storage?${query}`)).status).toBe(422);
    },
  );

  it("is of its partition, whose version it reports", async () => {
    expect(await client.send("GET", "/storage")).toMatchObject({ status: 200, version: 2 });
    expect(await client.send("GET", "/control")).toMatchObject({ version: 3, body: { items: ["a/other"] } });
    const headers = { "X-If-Modified-Since-Version": "2" };
    expect((await client.send("HEAD", "/storage", { headers })).status).toBe(304);
  });
});

it("an empty partition exists", async () => {
  expect(await client.send("GET", "/storage")).toMatchObject({
    status: 200,
    version: 0,
    body: { items: [] },
  });
});
