/** Checks that each page of a listing counts its items, and names the next page only if items are left over. */
import type { Answer } from "../../exchange/answer.ts";
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { seedAll } from "../axes/names.ts";
import { limitsOf, MOST_BYTES } from "../support/announced-limits.ts";
import { control, expectEqual, expectThat, present } from "../support/expect.ts";
import { ids, put, seed } from "../support/fixtures.ts";
import { itemsOf, ofListings } from "../support/listing-under-test.ts";

const ABC = [{ id: "a" }, { id: "b" }, { id: "c" }];

const TOKEN = "X-Weave-Next-Offset";
/** Where a page may end by itself is only tried where that many records are enough. */
const MOST_RECORDS = 2000;
/** Payloads that come to less than the least page that a server may end by its octets. */
const PAYLOADS = { count: 8, octets: 120_000 };

function expectToken(answer: Answer): void {
  const token = answer.header(TOKEN);
  expectThat(answer, /^[A-Za-z0-9_-]+={0,2}$/.test(token ?? ""), `${TOKEN}, a token`, token);
}

/** Fills a collection up to the records of the greatest page, less one; none where that is too many. */
async function fillPage({ account, partition }: CheckContext): Promise<number | null> {
  const { json } = control(await account.get("/info/configuration"), 200);
  const most = present("max_page_records", json?.limits?.max_page_records);
  if (most > MOST_RECORDS) return null;
  await seedAll(
    account,
    `/${partition}/full`,
    ids(most - 1).map((id) => ({ id })),
  );
  return most;
}

/** Fills a collection so that a page may end at its very last record; null where that takes too many octets. */
async function fillOctets({ account, partition }: CheckContext): Promise<number | null> {
  const { max_page_bytes: most, max_record_payload_bytes: largest } = await limitsOf(account);
  if (most > MOST_BYTES) return null;
  const size = Math.min(largest, most);
  const count = Math.ceil(most / size);
  for (const id of ids(count)) await put(account, `/${partition}/heavy/${id}`, { payload: "x".repeat(size) });
  return count;
}

/** Listings of that collection, which holds so many records, and the number of their items. */
async function unlimited(
  { account, partition }: CheckContext,
  held: number,
): Promise<{ answer: Answer; count: number }[]> {
  const found: { answer: Answer; count: number }[] = [];
  for (const path of [`/${partition}/full`, `/${partition}`] as const) {
    for (const query of [{}, { full: "" }, { limit: held - 1 }, { limit: held }, { limit: held + 1 }]) {
      const answer = control(await account.get(path as "/{partition}", { query }), 200);
      found.push({ answer, count: present("items", itemsOf(answer)).length });
    }
  }
  return found;
}

/** Asks for one JSON value a line. */
const LINES: [string, string] = ["Accept", "application/newlines"];

function expectNoToken(answer: Answer): void {
  const token = answer.header(TOKEN);
  expectThat(answer, token === undefined, `no ${TOKEN}`, `${TOKEN}: ${token}`);
}

const tokensOfMore = ofListings(async (listing) => {
  const before = await listing.put("old");
  await listing.store(ABC);
  for (const query of [
    { limit: 1 },
    { limit: 3 },
    { limit: 2, ids: listing.names("a", "b", "c") },
    { limit: 2, newer: before, full: "" },
    { limit: 3, sort: "newest" },
  ]) {
    expectToken(control(await listing.get({ query }), 200));
  }
  expectToken(control(await listing.get({ query: { limit: 3 }, headers: [LINES] }), 200));
});

const tokensOfLast = ofListings(async (listing) => {
  const before = await listing.put("old");
  await listing.store(ABC);
  const first = control(await listing.get({ query: { limit: 2 } }), 200);
  const offset = present(`${TOKEN} of the first page`, first.header(TOKEN));
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
    expectNoToken(control(await listing.get({ query }), 200));
  }
});

const ANY = [{}, { sort: "newest" }, { sort: "oldest" }, { sort: "index" }];
/** Of `newer` and of names, what is left out may come after a page in these orders. */
const SOME = ANY.slice(1, 3);

/** A page that holds just what its filter selects is the last one, whatever else there is. */
const tokensOfFiltered = ofListings(async (listing) => {
  const first = await listing.put("old", { sortindex: 9 });
  await listing.put("a", { sortindex: -1 });
  const middle = await listing.put("b", { sortindex: 5 });
  const last = await listing.put("new", { sortindex: 1 });
  const filters: [query: Record<string, string | number>, count: number, sorts: object[]][] = [
    [{ older: last }, 3, ANY],
    [{ older: middle }, 2, ANY],
    [{ newer: first }, 3, SOME],
    [{ newer: first, older: last }, 2, ANY],
    [{ ids: listing.names("a", "b") }, 2, SOME],
    [listing.whole ? { collections: "d" } : { ids: listing.names("b") }, listing.whole ? 2 : 1, SOME],
  ];
  for (const [filter, limit, sorts] of filters) {
    for (const sort of sorts) {
      const answer = control(await listing.get({ query: { ...filter, ...sort, limit } }), 200);
      if (present("items", itemsOf(answer)).length === limit) expectNoToken(answer);
    }
  }
  // Nor is anything left after further pages.
  const query = { older: last, sort: "oldest", limit: 2 };
  const page = control(await listing.get({ query }), 200);
  const offset = present(`${TOKEN} of the first page`, page.header(TOKEN));
  const further = control(await listing.get({ query: { ...query, limit: 1, offset } }), 200);
  if (present("items", itemsOf(further)).length === 1) expectNoToken(further);
});

const countsOfItems = ofListings(async (listing) => {
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
  for (const [query, count] of [
    [{}, 3],
    [{ ids: listing.names("missing") }, 0],
  ] as const) {
    const lines = control(await listing.get({ query, headers: [LINES] }), 200);
    expectEqual(lines, "X-Weave-Records", lines.integer("X-Weave-Records"), count);
  }
  // Of a further page the rest alone.
  const first = control(await listing.get({ query: { limit: 2 } }), 200);
  const offset = present(`${TOKEN} of the first page`, first.header(TOKEN));
  const rest = control(await listing.get({ query: { limit: 2, offset } }), 200);
  expectEqual(rest, "X-Weave-Records", rest.integer("X-Weave-Records"), 1);
});

export const headerPaging = {
  "header.records.count": async (context) => {
    await countsOfItems(context);
    const { account, partition } = context;
    control(await account.delete(`/${partition}`), 204);
    // One record more than a page need hold, so that a server may end it before the last of what it has found.
    if ((await fillOctets(context)) === null) return;
    await put(account, `/${partition}/heavy/z`, { payload: "x" });
    for (const path of [`/${partition}/heavy`, `/${partition}`]) {
      const answer = control(await account.get(path as "/{partition}", { query: { full: "" } }), 200);
      expectEqual(
        answer,
        "X-Weave-Records",
        answer.integer("X-Weave-Records"),
        present("items", itemsOf(answer)).length,
      );
    }
  },

  "header.next-offset.more": async (context) => {
    await tokensOfMore(context);
    const { account, partition } = context;
    control(await account.delete(`/${partition}`), 204);
    const payload = "x".repeat(PAYLOADS.octets);
    const records = ids(PAYLOADS.count).map((id) => ({ id, payload }));
    await seed(account, `/${partition}/large`, records);
    for (const path of [`/${partition}/large`, `/${partition}`] as const) {
      const answer = control(await account.get(path as "/{partition}", { query: { full: "" } }), 200);
      if (present("items", itemsOf(answer)).length < records.length) expectToken(answer);
    }
    control(await account.delete(`/${partition}`), 204);
    const most = await fillPage(context);
    if (most === null) return;
    await seed(account, `/${partition}/full`, [{ id: "x" }, { id: "y" }]);
    for (const { answer, count } of await unlimited(context, most + 1))
      if (count <= most) expectToken(answer);
  },

  "header.next-offset.last": async (context) => {
    await tokensOfLast(context);
    const { account, partition } = context;
    control(await account.delete(`/${partition}`), 204);
    await tokensOfFiltered(context);
    control(await account.delete(`/${partition}`), 204);
    const heavy = await fillOctets(context);
    for (const path of [`/${partition}/heavy`, `/${partition}`]) {
      if (heavy === null) break;
      const query = { full: "" };
      const answer = control(await account.get(path as "/{partition}", { query }), 200);
      const count = present("items", itemsOf(answer)).length;
      if (count === heavy) expectNoToken(answer);
    }
    control(await account.delete(`/${partition}`), 204);
    const most = await fillPage(context);
    if (most === null) return;
    for (const more of [null, "x"]) {
      if (more) await seed(account, `/${partition}/full`, [{ id: more }]);
      const held = more ? most : most - 1;
      for (const { answer, count } of await unlimited(context, held))
        if (count === held) expectNoToken(answer);
    }
  },
} satisfies Partial<ChecksOf<"header">>;
