/** Checks that a listing of a partition holds the records of all its collections, filtered and sorted as one. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { namesOf, seedAll } from "../axes/names.ts";
import { LINES, linesOf } from "../list/limit.ts";
import { control, expectEqual, expectStatus, present } from "../support/expect.ts";
import { put, read, seed } from "../support/fixtures.ts";
import { headMirrors } from "../support/head-mirrors-get.ts";
import { itemsOf, type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import { readPages } from "../support/read-pages.ts";

/** Records of three collections, written so that no order of theirs is that of another; ids repeat. */
const WRITTEN = [
  { name: "b/y", sortindex: 3 },
  { name: "a/z", sortindex: -1 },
  { name: "c/x", sortindex: 9 },
  { name: "a/x", sortindex: 5 },
  { name: "b/x", sortindex: 1 },
  { name: "a/y", sortindex: 7 },
];
const NAMES = WRITTEN.map(({ name }) => name);

/**
 * Stores the records, each by a write of its own.
 * @returns the version of each, in the order of the writes
 */
async function furnish({ account, partition }: CheckContext): Promise<number[]> {
  const versions: number[] = [];
  for (const { name, sortindex } of WRITTEN) {
    versions.push(await put(account, `/${partition}/${name as "c/a"}`, { payload: name, sortindex }));
  }
  return versions;
}

type Query = Record<string, string | number>;

/** The names that a listing must hold, in any order. */
async function expectNames(
  { account, partition }: CheckContext,
  query: Query,
  expected: string[],
): Promise<void> {
  const answer = expectStatus(await account.get(`/${partition}`, { query }), 200);
  expectEqual(answer, "items", itemsOf<string>(answer)?.toSorted(), expected.toSorted());
}

export const partitionGet = {
  "partition.get.ids": async (context) => {
    const { account, partition } = context;
    const versions = await furnish(context);
    await seed(account, `/${partition}/emptied`, [{ id: "x" }]);
    control(await account.delete(`/${partition}/emptied/x`), 204);
    await expectNames(context, {}, NAMES);
    await expectNames(context, { newer: present("a version", versions[3]) }, NAMES.slice(4));
    await expectNames(context, { older: present("a version", versions[3]) }, NAMES.slice(0, 3));
  },

  "partition.get.full": async (context) => {
    const { account, partition } = context;
    await furnish(context);
    for (const accept of ["application/json", "application/newlines"]) {
      const options: Options = { query: { full: "" }, headers: [["Accept", accept]] };
      const answer = expectStatus(await account.get(`/${partition}`, options), 200);
      const isLines = accept === "application/newlines" && answer.type === accept;
      const records = isLines ? (linesOf(answer) as ListedRecord[]) : recordsOf(answer);
      expectEqual(answer, "the number of records", records.length, NAMES.length);
      for (const record of records) {
        const name = `${record?.collection}/${record?.id}`;
        expectEqual(answer, "the collection of the record", name, record?.payload);
      }
    }
  },

  "partition.get.empty": async ({ account, partition }) => {
    const expectNone = async () => {
      for (const query of [{}, { full: "" }, { newer: 0 }, { collections: "c" }, { ids: "c/a" }]) {
        const answer = expectStatus(await account.get(`/${partition}`, { query }), 200);
        expectEqual(answer, "items", itemsOf(answer), []);
      }
    };
    await expectNone();
    await put(account, `/${partition}/c/a`, { payload: "x" });
    const some = itemsOf(control(await account.get(`/${partition}`), 200));
    if (some?.length !== 1) throw new Broken("set-up: a partition of one record should list one");
    control(await account.delete(`/${partition}/c/a`), 204);
    await expectNone();
  },

  "partition.get.collections": async (context) => {
    const versions = await furnish(context);
    await expectNames(context, { collections: "a" }, ["a/x", "a/y", "a/z"]);
    await expectNames(context, { collections: "missing,c,a" }, ["a/x", "a/y", "a/z", "c/x"]);
    await expectNames(context, { collections: "missing" }, []);
    await expectNames(context, { collections: "A,aa,_" }, []);
    const newer = present("a version", versions[2]);
    await expectNames(context, { collections: "a,c", newer }, ["a/x", "a/y"]);
    await expectNames(context, { collections: "a", ids: "a/x,b/x" }, ["a/x"]);
    await expectNames(context, { collections: "a,missing", ids: "a/x,b/x" }, ["a/x"]);
    const { given, others } = namesOf(60);
    const list = [...given, ...others].map((collection) => ({ collection, id: "x" }));
    await seedAll(context.account, `/${context.partition}`, list);
    const many = given.map((collection) => `${collection}/x`);
    await expectNames(context, { collections: given.join(",") }, many);
  },

  "partition.get.ids-selects": async (context) => {
    const { account, partition } = context;
    const versions = await furnish(context);
    // Names of the other partition, one of which is a name of this one too.
    for (const other of PARTITIONS.filter((name) => name !== partition)) {
      for (const name of ["a/x", "c/y"]) {
        await put(account, `/${other}/${name as "c/a"}`, { payload: `${name} of ${other}` });
      }
    }
    const answer = expectStatus(
      await account.get(`/${partition}`, { query: { ids: "a/x,c/y", full: "" } }),
      200,
    );
    const payloads = recordsOf(answer).map(({ payload }) => payload);
    expectEqual(answer, "the payloads", payloads, ["a/x"]);
    await expectNames(context, { ids: "a/x,b/y" }, ["a/x", "b/y"]);
    await expectNames(context, { ids: "c/y,missing/x,b/x,a/missing" }, ["b/x"]);
    await expectNames(context, { ids: "c/y" }, []);
    await expectNames(context, { ids: "A/x,a/X,a/_,_/x" }, []);
    const middle = present("a version", versions[3]);
    await expectNames(context, { ids: "b/y,a/y,b/x", newer: middle }, ["a/y", "b/x"]);
    await expectNames(context, { ids: "b/y,a/y,b/x", older: middle }, ["b/y"]);
    const { given, others } = namesOf(100);
    const list = [...given, ...others].map((id) => ({ collection: "many", id }));
    await seedAll(account, `/${partition}`, list);
    const many = given.map((id) => `many/${id}`);
    await expectNames(context, { ids: many.join(",") }, many);
  },

  "partition.get.selects": async (context) => {
    const { account, partition } = context;
    const versions = await furnish(context);
    const newer = present("a version", versions[0]);
    for (const [query, expected] of [
      [{ sort: "oldest" }, NAMES],
      [{ sort: "newest" }, NAMES.toReversed()],
      [{ sort: "index" }, ["c/x", "a/y", "a/x", "b/y", "b/x", "a/z"]],
      [{ sort: "index", newer }, ["c/x", "a/y", "a/x", "b/x", "a/z"]],
      [{ sort: "oldest", collections: "b,a" }, ["b/y", "a/z", "a/x", "b/x", "a/y"]],
    ] as const) {
      const answer = expectStatus(await account.get(`/${partition}`, { query }), 200);
      expectEqual(answer, "items", itemsOf(answer), expected);
      const paged = await readPages(account, `/${partition}`, { ...query, limit: 2 });
      expectEqual(answer, "the items of all pages", paged.flat(), expected);
    }
    await read(account, `/${partition}/a/x`);
  },

  "partition.head": headMirrors((partition) => {
    const path = `/${partition}`;
    const older = Number.MAX_SAFE_INTEGER;
    return [
      [path, {}],
      [path, { query: { limit: 1, full: "" } }],
      [path, { query: { ids: "sample/a,sample/c", collections: "sample", newer: 0, older, sort: "newest" } }],
      [path, LINES],
      [path, { ...LINES, query: { limit: 1, full: "" } }],
      [path, { ifUnmodified: 0 }],
      [path, { query: { limit: 0 } }],
    ];
  }),
} satisfies Partial<ChecksOf<"partition">>;
