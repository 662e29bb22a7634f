import { parseJson } from "../contract/problems.ts";
import type { ChecksOf, Trial } from "../engine/check.ts";
import { Broken } from "../engine/outcomes.ts";
import type { Answer } from "../exchange/answer.ts";
import { listOffset } from "./list-offset.ts";
import { listSort } from "./list-sort.ts";
import { control, expectEqual, expectProblem, expectStatus, expectThat, present } from "./support/expect.ts";
import { ids, put, type StoredRecord, seed } from "./support/fixtures.ts";
import { writeInTurn } from "./support/sequence.ts";

/** Records that every server takes in one list. */
const MOST_POSTED = 100;
type Query = Record<string, string | number>;

/** The ids that a listing must hold, in any order. */
async function expectIds({ account, partition }: Trial, query: Query, expected: string[]): Promise<void> {
  const answer = expectStatus(await account.get(`/${partition}/c`, { query }), 200);
  expectEqual(answer, "items", (answer.json?.items as string[] | undefined)?.toSorted(), expected.toSorted());
}

type Written = Awaited<ReturnType<typeof writeInTurn>>[number];

const filters = {
  "list.full.records": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a", payload: "x", sortindex: 3 }]);
    const answer = expectStatus(await account.get(`/${partition}/c`, { query: { full: "1" } }), 200);
    const [record] = present("items", answer.json?.items) as StoredRecord[];
    expectEqual(answer, "the payload", record?.payload, "x");
    expectEqual(answer, "the sortindex", record?.sortindex, 3);
    const single = control(await account.get(`/${partition}/c/a`), 200);
    expectEqual(answer, "the record", record, present("the record", single.json));
  },

  "list.full.any-value": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a", payload: "x" }]);
    for (const query of ["full", "full=", "full=0", "full=false", "full=whatever"]) {
      const answer = expectStatus(await account.get(`/${partition}/c`, { query }), 200);
      const [record] = present("items", answer.json?.items) as StoredRecord[];
      expectEqual(answer, "the id of the record", record?.id, "a");
    }
  },

  "list.ids.selects": async (trial) => {
    await seed(trial.account, `/${trial.partition}/c`, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    await expectIds(trial, { ids: "c,missing,a" }, ["a", "c"]);
    await expectIds(trial, { ids: "missing" }, []);
    await expectIds(trial, { ids: "A" }, []);
    const later = await put(trial.account, `/${trial.partition}/c/d`, { payload: "x" });
    await expectIds(trial, { ids: "b,d", newer: 0 }, ["b", "d"]);
    await expectIds(trial, { ids: "b,d", newer: later - 1 }, ["d"]);
    await expectIds(trial, { ids: "b,d", older: later }, ["b"]);
  },

  "list.newer.strict": async (trial) => {
    const written = await writeInTurn(trial.account, trial.partition);
    const after = (index: number) => written.slice(index).map(({ id }) => id);
    await expectIds(trial, { newer: 0 }, after(0));
    for (const [index, { version }] of written.entries()) {
      await expectIds(trial, { newer: version }, after(index + 1));
    }
    const [first, second] = written as [Written, Written];
    await expectIds(trial, { newer: first.version - 1 }, after(0));
    await expectIds(trial, { newer: first.version, ids: `${first.id},${second.id}` }, [second.id]);
    await expectIds(trial, { newer: Number.MAX_SAFE_INTEGER }, []);
  },

  "list.older.strict": async (trial) => {
    const written = await writeInTurn(trial.account, trial.partition);
    const before = (index: number) => written.slice(0, index).map(({ id }) => id);
    for (const [index, { version }] of written.entries()) {
      await expectIds(trial, { older: version }, before(index));
    }
    const [first, second, third] = written as [Written, Written, Written];
    await expectIds(trial, { older: second.version + 1, ids: `${second.id},${third.id}` }, [second.id]);
    await expectIds(trial, { newer: first.version, older: third.version }, [second.id]);
    await expectIds(trial, { older: Number.MAX_SAFE_INTEGER }, before(written.length));
  },
} satisfies Partial<ChecksOf<"list">>;

const size = {
  "list.limit.most": async ({ account, partition }) => {
    await seed(
      account,
      `/${partition}/c`,
      ids(5).map((id) => ({ id })),
    );
    const whole = control(await account.get(`/${partition}/c`), 200).json?.items;
    if (whole?.length !== 5) throw new Broken(`set-up: a listing of 5 records has ${whole?.length} items`);
    for (const query of [
      { limit: 1 },
      { limit: 2 },
      { limit: 4 },
      { limit: 2, full: "" },
      { limit: 2, sort: "index" },
      { limit: 2, ids: "r000,r001,r002", newer: 0 },
    ]) {
      const answer = expectStatus(await account.get(`/${partition}/c`, { query }), 200);
      const count = present("items", answer.json?.items).length;
      expectThat(answer, count <= query.limit, `at most ${query.limit} items`, count);
      const offset = present("X-Weave-Next-Offset", answer.header("X-Weave-Next-Offset"));
      const next = expectStatus(await account.get(`/${partition}/c`, { query: { ...query, offset } }), 200);
      const more = present("items", next.json?.items).length;
      expectThat(next, more <= query.limit, `at most ${query.limit} items`, more);
    }
  },

  "list.limit.least": async ({ account, partition }) => {
    const { json } = control(await account.get("/info/configuration"), 200);
    const promised = present("max_page_records", json?.limits?.max_page_records);
    const all = ids(1100);
    const versions: number[] = [];
    for (let from = 0; from < all.length; from += MOST_POSTED) {
      const list = all.slice(from, from + MOST_POSTED).map((id) => ({ id }));
      versions.push(await seed(account, `/${partition}/c`, list));
    }
    // More than enough is newer than the sixth of eleven lists.
    const newer = present("a version", versions[5]);
    for (const query of [
      { limit: 3 },
      { limit: 400, full: "" },
      { limit: 1001 },
      { limit: 50, newer },
      { limit: 2, ids: "r500,r900,r1050" },
      { limit: all.length },
    ]) {
      const answer = expectStatus(await account.get(`/${partition}/c`, { query }), 200);
      const count = present("items", answer.json?.items).length;
      const least = Math.min(query.limit, promised);
      expectThat(answer, count >= least, `at least ${least} items`, count);
    }
    const unlimited = expectStatus(await account.get(`/${partition}/c`), 200);
    const count = present("items", unlimited.json?.items).length;
    const least = Math.min(all.length, promised);
    expectThat(unlimited, count >= least, `at least ${least} items`, count);
  },
} satisfies Partial<ChecksOf<"list">>;

const LINES: { headers: [string, string][] } = { headers: [["Accept", "application/newlines"]] };

/** The items of a body of lines, and that it is one. */
function linesOf(answer: Answer): unknown[] {
  expectEqual(answer, "the media type", answer.type, "application/newlines");
  const lines = (answer.text ?? "").split("\n");
  expectThat(answer, lines.pop() === "", "a line feed at the end", answer.text);
  return lines.map((line) => parseJson(Buffer.from(line)));
}

const lines = {
  "list.newlines.lines": async ({ account, partition }) => {
    const payload = "two\nlines";
    const stored = ["a", "b"].map((id) => ({ id, payload }));
    await seed(account, `/${partition}/c`, stored);
    const plain = expectStatus(await account.get(`/${partition}/c`, LINES), 200);
    expectEqual(plain, "the lines", linesOf(plain).toSorted(), ["a", "b"]);
    const full = expectStatus(await account.get(`/${partition}/c`, { ...LINES, query: { full: "" } }), 200);
    const records = linesOf(full) as (StoredRecord | undefined)[];
    for (const { id } of stored) {
      const single = control(await account.get(`/${partition}/c/${id}`), 200);
      const line = records.find((record) => record?.id === id);
      expectEqual(full, `the line of ${id}`, line, present("the record", single.json));
    }
    expectEqual(full, "the number of lines", records.length, stored.length);
  },

  "list.newlines.empty": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }]);
    const some = control(await account.get(`/${partition}/c`, LINES), 200);
    if (some.body.length === 0) throw new Broken("set-up: a listing of one record has no body");
    const answer = expectStatus(
      await account.get(`/${partition}/c`, { ...LINES, query: { ids: "missing" } }),
      200,
    );
    expectEqual(answer, "the media type", answer.type, "application/newlines");
    expectEqual(answer, "the body", answer.text, "");
  },
} satisfies Partial<ChecksOf<"list">>;

/** Texts that are no urlsafe base64, which every token is; anything else may have the form of some server's tokens. */
const FORMLESS = ["!", "", "=", "a=b", "a b", "a/b", "\u00e9", "'", "\u0000"];

const garbage = {
  "list.offset.garbage": async ({ account, partition }) => {
    await seed(account, `/${partition}/c`, [{ id: "a" }, { id: "b" }]);
    const offset = control(await account.get(`/${partition}/c`, { query: { limit: 1 } })).header(
      "X-Weave-Next-Offset",
    );
    control(
      await account.get(`/${partition}/c`, {
        query: { limit: 1, offset: present("X-Weave-Next-Offset", offset) },
      }),
      200,
    );
    for (const token of FORMLESS) {
      expectProblem(
        await account.get(`/${partition}/c`, { query: { limit: 1, offset: token } }),
        422,
        "invalid-request",
      );
    }
  },
} satisfies Partial<ChecksOf<"list">>;

export const list = {
  ...filters,
  ...listSort,
  ...size,
  ...lines,
  ...listOffset,
  ...garbage,
} satisfies ChecksOf<"list">;
