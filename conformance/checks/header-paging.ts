import type { ChecksOf } from "../engine/check.ts";
import { control, expectEqual, expectThat, present } from "./support/expect.ts";
import { itemsOf, ofListings } from "./support/listing.ts";

const ABC = [{ id: "a" }, { id: "b" }, { id: "c" }];

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
  }),
} satisfies Partial<ChecksOf<"header">>;
