/** Checks that `sort` orders listings by version or by `sortindex`, and how it orders records of equal weight. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { expectEqual, expectStatus } from "../support/expect.ts";
import { seed } from "../support/fixtures.ts";
import { itemsOf, type Listing, ofListings } from "../support/listing-under-test.ts";
import { readPages } from "../support/read-pages.ts";
import { writeInTurn } from "../support/write-in-turn.ts";

/** The items that a listing must hold, in this order, whole, beside any other filter, and in pages of three. */
async function expectOrder({ account, path }: Listing, sort: string, expected: string[]) {
  const answer = expectStatus(await account.get(path, { query: { sort } }), 200);
  expectEqual(answer, "items", itemsOf(answer), expected);
  // Neither the order in which names are given nor the index by which a server finds the records is the order.
  const filters = [{ ids: expected.toSorted().join(",") }, { newer: 0 }, { older: Number.MAX_SAFE_INTEGER }];
  for (const filter of filters) {
    const filtered = expectStatus(await account.get(path, { query: { sort, ...filter } }), 200);
    expectEqual(filtered, "items", itemsOf(filtered), expected);
  }
  const paged = await readPages(account, path, { sort, limit: 3 });
  expectEqual(answer, "the items of all pages", paged.flat(), expected);
}

export const listSort = {
  "list.sort.newest": ofListings(async (listing) => {
    const written = await writeInTurn(listing);
    const newest = written.map(({ id }) => listing.name(id)).toReversed();
    await expectOrder(listing, "newest", newest);
  }),

  "list.sort.oldest": ofListings(async (listing) => {
    const written = await writeInTurn(listing);
    const oldest = written.map(({ id }) => listing.name(id));
    await expectOrder(listing, "oldest", oldest);
  }),

  "list.sort.index": ofListings(async (listing) => {
    await listing.store([
      { id: "a", sortindex: 5 },
      { id: "b", sortindex: 100 },
      { id: "c", sortindex: -3 },
      { id: "d", sortindex: 20 },
      { id: "e", sortindex: -20 },
    ]);
    const highest = ["b", "d", "a", "c", "e"].map((id) => listing.name(id));
    await expectOrder(listing, "index", highest);
  }),

  "list.sort.index-unset": ofListings(async (listing) => {
    await listing.store([{ id: "a", sortindex: -1 }, { id: "b" }, { id: "c", sortindex: 1 }]);
    const highest = ["c", "b", "a"].map((id) => listing.name(id));
    await expectOrder(listing, "index", highest);
  }),

  "list.sort.ties": ofListings(async (listing) => {
    const { account, partition, path, whole } = listing;
    const tied = ["b", "B", "_", "a", "9", "aa", "10", "-", "A"];
    const ascii = ["-", "10", "9", "A", "B", "_", "a", "aa", "b"];
    if (!whole) {
      await seed(
        account,
        path,
        tied.map((id) => ({ id, sortindex: 7 })),
      );
      await expectOrder(listing, "index", ascii);
      return;
    }
    // A hyphen comes before the slash in a path, but a collection named `a` comes before one named `a-`.
    const collections = [...ascii, "a-"].toSorted();
    for (const collection of [...tied, "a-"]) {
      const list = ["b", "A"].map((id) => ({ id, sortindex: 7 }));
      await seed(account, `/${partition}/${collection}`, list);
    }
    const expected = collections.flatMap((collection) => [`${collection}/A`, `${collection}/b`]);
    await expectOrder(listing, "index", expected);
  }),
} satisfies Partial<ChecksOf<"list">>;
