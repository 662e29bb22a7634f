import type { ChecksOf, Trial } from "../engine/check.ts";
import { listOffset } from "./list-offset.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat, present } from "./support/expect.ts";
import { ids, put, type StoredRecord, seed } from "./support/fixtures.ts";
import { pages } from "./support/pages.ts";

const C = "/storage/c";
type Query = Record<string, string | number>;

/** The ids that a listing must hold, in any order. */
async function expectIds({ account }: Trial, query: Query, expected: string[]): Promise<void> {
  const answer = expectStatus(await account.get(C, { query }), 200);
  expectEqual(answer, "items", (answer.json?.items as string[] | undefined)?.toSorted(), expected);
}

/** The ids that a listing must hold, in this order, whole and in pages of two. */
async function expectOrder({ account }: Trial, sort: string, expected: string[]): Promise<void> {
  const answer = expectStatus(await account.get(C, { query: { sort } }), 200);
  expectEqual(answer, "items", answer.json?.items, expected);
  const paged = await pages(account, C, { sort, limit: 2 });
  expectEqual(answer, "the items of all pages", paged.flat(), expected);
}

/** Three records with versions in another order than that of their ids. */
async function threeVersions({ account }: Trial): Promise<Record<"b" | "c" | "a", number>> {
  const b = await put(account, "/storage/c/b", { payload: "x" });
  const c = await put(account, "/storage/c/c", { payload: "x" });
  return { b, c, a: await put(account, "/storage/c/a", { payload: "x" }) };
}

const filters = {
  "list.full.records": async ({ account }) => {
    await seed(account, C, [{ id: "a", payload: "x", sortindex: 3 }]);
    const answer = expectStatus(await account.get(C, { query: { full: "1" } }), 200);
    const [record] = present("items", answer.json?.items) as StoredRecord[];
    expectEqual(answer, "the payload", record?.payload, "x");
    expectEqual(answer, "the sortindex", record?.sortindex, 3);
    const single = control(await account.get("/storage/c/a"), 200);
    expectEqual(answer, "the record", record, present("the record", single.json));
  },

  "list.full.any-value": async ({ account }) => {
    await seed(account, C, [{ id: "a", payload: "x" }]);
    for (const query of ["full", "full=", "full=0", "full=false", "full=whatever"]) {
      const answer = expectStatus(await account.get(C, { query }), 200);
      const [record] = present("items", answer.json?.items) as StoredRecord[];
      expectEqual(answer, "the id of the record", record?.id, "a");
    }
  },

  "list.ids.selects": async (trial) => {
    await seed(trial.account, C, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    await expectIds(trial, { ids: "c,missing,a" }, ["a", "c"]);
    await expectIds(trial, { ids: "missing" }, []);
    await expectIds(trial, { ids: "A" }, []);
    await expectIds(trial, { ids: "b", newer: 0 }, ["b"]);
  },

  "list.newer.strict": async (trial) => {
    const { b, c, a } = await threeVersions(trial);
    await expectIds(trial, { newer: 0 }, ["a", "b", "c"]);
    await expectIds(trial, { newer: b - 1 }, ["a", "b", "c"]);
    await expectIds(trial, { newer: b }, ["a", "c"]);
    await expectIds(trial, { newer: c }, ["a"]);
    await expectIds(trial, { newer: a }, []);
    await expectIds(trial, { newer: b, ids: "a,b" }, ["a"]);
  },

  "list.older.strict": async (trial) => {
    const { b, c, a } = await threeVersions(trial);
    await expectIds(trial, { older: a + 1 }, ["a", "b", "c"]);
    await expectIds(trial, { older: a }, ["b", "c"]);
    await expectIds(trial, { older: c }, ["b"]);
    await expectIds(trial, { older: b }, []);
    await expectIds(trial, { newer: b, older: a }, ["c"]);
    await expectIds(trial, { older: Number.MAX_SAFE_INTEGER }, ["a", "b", "c"]);
  },
} satisfies Partial<ChecksOf<"list">>;

const order = {
  "list.sort.newest": async (trial) => {
    await threeVersions(trial);
    await expectOrder(trial, "newest", ["a", "c", "b"]);
  },

  "list.sort.oldest": async (trial) => {
    await threeVersions(trial);
    await expectOrder(trial, "oldest", ["b", "c", "a"]);
  },

  "list.sort.index": async (trial) => {
    await seed(trial.account, C, [
      { id: "a", sortindex: 5 },
      { id: "b", sortindex: 100 },
      { id: "c", sortindex: -3 },
      { id: "d", sortindex: 20 },
    ]);
    await expectOrder(trial, "index", ["b", "d", "a", "c"]);
  },

  "list.sort.index-unset": async (trial) => {
    await seed(trial.account, C, [
      { id: "a", sortindex: -1 },
      { id: "b" },
      { id: "c", sortindex: 1 },
      { id: "d", sortindex: 0 },
    ]);
    await expectOrder(trial, "index", ["c", "b", "d", "a"]);
  },

  "list.sort.ties": async (trial) => {
    const tied = ["b", "B", "_", "a", "9", "-", "A"];
    const ascii = ["-", "9", "A", "B", "_", "a", "b"];
    await seed(
      trial.account,
      C,
      tied.map((id) => ({ id, sortindex: 7 })),
    );
    for (const sort of ["newest", "oldest", "index"]) await expectOrder(trial, sort, ascii);
  },
} satisfies Partial<ChecksOf<"list">>;

const size = {
  "list.limit.most": async ({ account }) => {
    await seed(
      account,
      C,
      ids(5).map((id) => ({ id })),
    );
    for (const limit of [1, 2, 4]) {
      const answer = expectStatus(await account.get(C, { query: { limit } }), 200);
      const count = present("items", answer.json?.items).length;
      expectThat(answer, count <= limit, `at most ${limit} items`, count);
    }
  },

  "list.limit.least": async ({ account }) => {
    await seed(
      account,
      C,
      ids(5).map((id) => ({ id })),
    );
    for (const [query, least] of [
      [{ limit: 3 }, 3],
      [{ limit: 4, full: "" }, 4],
      [{ limit: 900 }, 5],
      [{}, 5],
    ] as const) {
      const answer = expectStatus(await account.get(C, { query }), 200);
      const count = present("items", answer.json?.items).length;
      expectThat(answer, count >= least, `${least} items`, count);
    }
  },
} satisfies Partial<ChecksOf<"list">>;

const lines = {
  "list.newlines.lines": async ({ account }) => {
    const headers: [string, string][] = [["Accept", "application/newlines"]];
    const payload = "two\nlines";
    await seed(account, C, [
      { id: "a", payload },
      { id: "b", payload },
    ]);
    const plain = expectStatus(await account.get(C, { headers, query: { sort: "newest" } }), 200);
    expectEqual(plain, "the body", plain.text, '"a"\n"b"\n');
    const full = expectStatus(await account.get(C, { headers, query: { sort: "newest", full: "" } }), 200);
    expectThat(full, full.text?.endsWith("\n") ?? false, "a line feed at the end", full.text);
    const records = full.text
      ?.split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as StoredRecord);
    expectEqual(
      full,
      "the ids",
      records?.map(({ id }) => id),
      ["a", "b"],
    );
    expectEqual(full, "the payload", records?.[0]?.payload, payload);
  },

  "list.newlines.empty": async ({ account }) => {
    const headers: [string, string][] = [["Accept", "application/newlines"]];
    await seed(account, C, [{ id: "a" }]);
    const answer = expectStatus(await account.get(C, { headers, query: { ids: "missing" } }), 200);
    expectEqual(answer, "the media type", answer.type, "application/newlines");
    expectEqual(answer, "the body", answer.text, "");
  },
} satisfies Partial<ChecksOf<"list">>;

const garbage = {
  "list.offset.garbage": async ({ account }) => {
    await seed(account, C, [{ id: "a" }, { id: "b" }]);
    const offset = control(await account.get(C, { query: { limit: 1 } })).header("X-Weave-Next-Offset");
    control(
      await account.get(C, { query: { limit: 1, offset: present("X-Weave-Next-Offset", offset) } }),
      200,
    );
    for (const token of ["!", "garbage-token-of-nobody", ""]) {
      expectProblem(await account.get(C, { query: { limit: 1, offset: token } }), 422, "invalid-request");
    }
  },
} satisfies Partial<ChecksOf<"list">>;

export const list = {
  ...filters,
  ...order,
  ...size,
  ...lines,
  ...listOffset,
  ...garbage,
} satisfies ChecksOf<"list">;
