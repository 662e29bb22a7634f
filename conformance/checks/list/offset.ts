/** Checks that pages joined by `offset` hold every record of a listing once, and that no `offset` causes a 5xx. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "../support/expect.ts";
import { ids, seed } from "../support/fixtures.ts";
import { itemsOf, type Listing, ofListings } from "../support/listing-under-test.ts";
import { readPages } from "../support/read-pages.ts";

const SORTS = [{}, { sort: "newest" }, { sort: "oldest" }, { sort: "index" }];
const STEADY = ids(8);
const OLDEST = { sort: "oldest" } as const;

/** The pages of a filtered listing must be the listing, from either end: a bound that is forgotten shows at one. */
async function expectSame(listing: Listing, query: Record<string, string | number>): Promise<void> {
  for (const sort of ["oldest", "newest"]) {
    const whole = control(await listing.get({ query: { ...query, sort } }), 200);
    const paged = await readPages(listing.account, listing.path, { ...query, sort, limit: 2 });
    const items = present("items", itemsOf(whole));
    expectEqual(whole, `the items of all pages of ${JSON.stringify(query)}`, paged.flat(), items);
  }
}

/**
 * Reads eight steady records in pages of three while another one keeps changing and more arrive.
 * @returns of each page the steady ones
 */
async function readWhileWriting(listing: Listing, query: Record<string, string>): Promise<string[][]> {
  await listing.account.delete(listing.path);
  await listing.store(STEADY.map((id, index) => ({ id, sortindex: (index * 7) % 5 })));
  await listing.put("restless", { payload: "0" });
  const write = async (page: number) => {
    await listing.put("restless", { payload: String(page), sortindex: page * 100 });
    await listing.put(`arrived${page}`, { payload: "x" });
  };
  const all = await readPages(listing.account, listing.path, { ...query, limit: 3 }, write, expectStatus);
  const steady = STEADY.map((id) => listing.name(id));
  return all.map((page) => page.filter((item) => steady.includes(item)));
}

/**
 * Reads nine records in pages of two, while the last one of each page, at which the next one may be looked up, is
 * deleted or changed.
 * @returns the items of all pages, and of those that changed meanwhile
 */
async function readWhileLastGoes(listing: Listing, query: Record<string, string>) {
  await listing.account.delete(listing.path);
  const all = ids(9);
  await listing.store(all.map((id, index) => ({ id, sortindex: (index * 7) % 5 })));
  const changed: string[] = [];
  const change = async (page: number, items: string[]) => {
    const last = present("the last item of a page", items.at(-1));
    const id = present("its id", last.split("/").at(-1));
    changed.push(last);
    if (page % 2 === 1) control(await listing.account.delete(listing.at(id)), 204);
    else await listing.put(id, { payload: "changed", sortindex: 3 });
  };
  const read = await readPages(listing.account, listing.path, { ...query, limit: 2 }, change, expectStatus);
  return { all: all.map((id) => listing.name(id)), read: read.flat(), changed };
}

/** Records that one list stores, so that a version, an id or a `sortindex` alone does not tell where a page ended. */
const ALIKE = [
  { collection: "c", id: "x", sortindex: 0 },
  { collection: "d", id: "x" },
  { collection: "e", id: "x", sortindex: -1 },
  { collection: "c", id: "y" },
  { collection: "d", id: "y", sortindex: 5 },
];

/** The pages of such records, of one each, must hold all of them. */
async function expectAlikeContinued({ account, path, whole }: Listing): Promise<void> {
  await account.delete(path);
  const named = ALIKE.map(({ collection, id, ...fields }) =>
    whole ? { collection, id, ...fields } : { id: `${id}${collection}`, ...fields },
  );
  await seed(account, path, named);
  const names = named.map(({ id, ...record }) =>
    "collection" in record ? `${record.collection}/${id}` : id,
  );
  // Within one collection, lists are read in every other order above.
  for (const query of whole ? SORTS : [{ sort: "index" }]) {
    const read = (await readPages(account, path, { ...query, limit: 1 }, undefined, expectStatus)).flat();
    const last = control(await account.get(path as "/{partition}", { query }), 200);
    const what = `the pages of ${JSON.stringify(query)}, of records alike, to hold every record once`;
    expectThat(last, read.length === names.length && names.every((name) => read.includes(name)), what, read);
  }
}

export const listOffset = {
  "list.offset.continues": ofListings(async (listing) => {
    for (const query of SORTS) {
      const seen = new Set((await readWhileWriting(listing, query)).flat());
      const last = control(await listing.get(), 200);
      const missed = STEADY.map((id) => listing.name(id)).filter((name) => !seen.has(name));
      expectThat(last, missed.length === 0, `the pages of ${JSON.stringify(query)} to hold every record`, {
        missed,
      });
    }
    for (const query of SORTS) {
      const { all, read, changed } = await readWhileLastGoes(listing, query);
      const last = control(await listing.get(), 200);
      const missed = all.filter((name) => !read.includes(name) && !changed.includes(name));
      const what = `the pages of ${JSON.stringify(query)}, whose last records change, to hold every other record`;
      expectThat(last, missed.length === 0, what, { missed });
    }
    await expectAlikeContinued(listing);
    await listing.account.delete(listing.path);
    const first = await listing.put("first", { payload: "x" });
    for (const id of STEADY) await listing.put(id, { payload: "x" });
    const last = await listing.put("last", { payload: "x" });
    // Filters that a later page may forget.
    for (const query of [
      { ids: listing.names("r000", "r002", "r004", "r005", "r007") },
      { newer: 0, older: Number.MAX_SAFE_INTEGER },
      { newer: first },
      { older: last },
      { newer: first, full: "" },
    ]) {
      await expectSame(listing, query);
    }
  }),

  "list.offset.repeats": ofListings(async (listing) => {
    for (const query of SORTS) {
      const all = await readWhileWriting(listing, query);
      if (all.length < 2) throw new Broken("set-up: nine records in pages of three came as one page");
      const seen = all.flat();
      const last = control(await listing.get(), 200);
      const repeated = seen.filter((name, index) => seen.indexOf(name) !== index);
      expectThat(last, repeated.length === 0, `the pages of ${JSON.stringify(query)} to repeat nothing`, {
        repeated,
      });
      expectThat(last, seen.length > 0, "the pages to hold something", seen);
    }
  }),

  "list.offset.limit": ofListings(async (listing) => {
    // Each has a version of its own: what the order of one version is, the server says.
    for (const id of ids(6)) await listing.put(id);
    const whole = control(await listing.get({ query: OLDEST }), 200);
    const all = present("items", itemsOf(whole));
    const first = control(await listing.get({ query: { ...OLDEST, limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    for (const limit of [1, 3, 5]) {
      const answer = expectStatus(await listing.get({ query: { ...OLDEST, limit, offset } }), 200);
      expectEqual(answer, "items", itemsOf(answer), all.slice(1, 1 + limit));
    }
    const query = { ...OLDEST, limit: 3, offset };
    const head = expectStatus(await listing.account.head(listing.path, { query }), 200);
    expectEqual(head, "X-Weave-Records", head.integer("X-Weave-Records"), 3);
    const unlimited = expectStatus(await listing.get({ query: { ...OLDEST, offset } }), 200);
    expectEqual(unlimited, "items", itemsOf(unlimited), all.slice(1));
  }),

  "list.offset.foreign-query": ofListings(async (listing) => {
    const { account, partition } = listing;
    await listing.store(ids(4).map((id) => ({ id })));
    await seed(
      account,
      `/${partition}/e`,
      ids(4).map((id) => ({ id })),
    );
    const first = control(await listing.get({ query: { ...OLDEST, limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await listing.get({ query: { ...OLDEST, limit: 1, offset } }), 200);
    for (const [path, query] of [
      [listing.path, { sort: "newest", limit: 1, offset }],
      [listing.path, { sort: "index", offset }],
      [listing.path, { offset }],
      [listing.path, { ...OLDEST, newer: 1, full: "", offset }],
      [listing.path, { ...OLDEST, ids: listing.names("r000"), offset }],
      [`/${partition}/e`, { ...OLDEST, limit: 1, offset }],
      [`/${partition}`, { ...OLDEST, limit: 2, collections: "e", offset }],
    ] as const) {
      const answer = await account.get(path, { query });
      const handled = answer.status >= 200 && answer.status < 500;
      expectThat(answer, handled, "a status below 500", answer.status || answer.exchange.error);
    }
  }),

  "list.offset.unknown": ofListings(async (listing) => {
    await listing.store(ids(4).map((id) => ({ id })));
    const first = control(await listing.get({ query: { ...OLDEST, limit: 1 } }), 200);
    const given = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    control(await listing.get({ query: { ...OLDEST, limit: 1, offset: given } }), 200);
    // One whose end is cut off, or another, has kept the form of what the server reads.
    for (const offset of [
      "AAAA",
      "e30",
      `${given}${given}`,
      given.slice(0, -4),
      `${given.slice(0, -4)}AAAA`,
    ]) {
      if (offset === given || offset === "") continue;
      const answer = await listing.get({ query: { ...OLDEST, limit: 1, offset } });
      const handled = answer.status >= 200 && answer.status < 500;
      expectThat(answer, handled, "a status below 500", answer.status || answer.exchange.error);
    }
  }),
} satisfies Partial<ChecksOf<"list">>;
