import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual, expectThat, present } from "./support/expect.ts";
import { itemsOf, type Listing, ofListings } from "./support/listing.ts";

const ABC = [{ id: "a" }, { id: "b" }, { id: "c" }];

/** So many records are stored for a page that ends at `max_page_records`, and no more. */
const MOST_STORED = 2000;
/** Elements that every server takes in one list. */
const MOST_POSTED = 100;

/**
 * Stores as many records as a page has to hold, and some more.
 * @returns how many there are; null where those are more than a check stores
 */
async function fill(listing: Listing, more: number): Promise<number | null> {
  const { json } = control(await listing.account.get("/info/configuration"), 200);
  const count = present("max_page_records", json?.limits?.max_page_records) + more;
  if (count > MOST_STORED) return null;
  control(await listing.account.delete(listing.path), 204);
  const all = Array.from({ length: count }, (_, index) => ({ id: `n${index}` }));
  for (let from = 0; from < count; from += MOST_POSTED)
    await listing.store(all.slice(from, from + MOST_POSTED));
  return count;
}

/** What a page says of itself: how many items it has, and whether more are left. */
export const headerPaging = {
  "header.records.count": ofListings(async (listing) => {
    await listing.store(ABC);
    for (const [query, count] of [
      [{}, 3],
      [{ full: "" }, 3],
      [{ limit: 2 }, 2],
      [{ ids: listing.names("a", "missing") }, 1],
      [{ ids: listing.names("missing") }, 0],
    ] as const) {
      const answer = control(await listing.get({ query }), 200);
      expectEqual(answer, "the number of items", itemsOf(answer)?.length, count);
      expectEqual(answer, "X-Weave-Records", answer.integer("X-Weave-Records"), count);
    }
    const lines = control(await listing.get({ headers: [["Accept", "application/newlines"]] }), 200);
    expectEqual(lines, "X-Weave-Records", lines.integer("X-Weave-Records"), 3);
  }),

  "header.next-offset.more": ofListings(async (listing) => {
    const before = await listing.put("old");
    await listing.store(ABC);
    for (const query of [
      { limit: 1 },
      { limit: 3 },
      { limit: 2, ids: listing.names("a", "b", "c") },
      { limit: 2, newer: before, full: "" },
      { limit: 3, sort: "newest" },
    ]) {
      const answer = control(await listing.get({ query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, /^[A-Za-z0-9_-]+={0,2}$/.test(token ?? ""), "X-Weave-Next-Offset, a token", token);
    }
    const count = await fill(listing, 1);
    for (const query of count === null ? [] : [{}, { full: "" }, { limit: count - 1 }, { limit: count }]) {
      const answer = control(await listing.get({ query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      const whole = present("items", itemsOf(answer)).length === count;
      expectThat(answer, whole || token !== undefined, `X-Weave-Next-Offset, or ${count} items`, token);
    }
  }),

  "header.next-offset.last": ofListings(async (listing) => {
    const before = await listing.put("old");
    await listing.store(ABC);
    const first = control(await listing.get({ query: { limit: 2 } }), 200);
    const offset = present("X-Weave-Next-Offset of the first page", first.header("X-Weave-Next-Offset"));
    for (const query of [
      {},
      { limit: 4 },
      { limit: 5 },
      { ids: listing.names("a") },
      { ids: listing.names("a", "b"), limit: 2 },
      { ids: listing.names("missing") },
      { newer: before, limit: 3 },
      { limit: 2, offset },
    ]) {
      const answer = control(await listing.get({ query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      expectThat(answer, token === undefined, "no X-Weave-Next-Offset", `X-Weave-Next-Offset: ${token}`);
    }
    const count = await fill(listing, 0);
    for (const query of count === null ? [] : [{}, { full: "" }, { limit: count }, { limit: count + 1 }]) {
      const answer = control(await listing.get({ query }), 200);
      const token = answer.header("X-Weave-Next-Offset");
      const whole = present("items", itemsOf(answer)).length === count;
      expectThat(
        answer,
        !whole || token === undefined,
        "no X-Weave-Next-Offset",
        `X-Weave-Next-Offset: ${token}`,
      );
    }
  }),
} satisfies Partial<ChecksOf<"header">>;
