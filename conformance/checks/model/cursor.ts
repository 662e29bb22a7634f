import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../exchange/answer.ts";
import { inOrder, type Listing, listed, nameIn, queryOf, selected, shownIn } from "./listing.ts";
import type { Found, State } from "./state.ts";
import type { World } from "./world.ts";

/** A listing of which pages are read, while others may write. */
export interface Cursor {
  client: number;
  session: string | null;
  listing: Listing;
  /** The state that the first page showed. */
  start: State;
  /** What pages have shown so far, as it was then. */
  shown: Found[];
  /** What continues it; null where nothing is left over. */
  token: string | null;
}

/**
 * Reads the next page of a listing and compares it with the model.
 * @returns whether there are more
 */
export async function readPage(world: World, cursor: Cursor): Promise<boolean> {
  const { client, listing, token } = cursor;
  const session = world.live.some(({ id }) => id === cursor.session) ? cursor.session : null;
  const { path } = listed(world.state, listing);
  const query = { ...queryOf(listing), ...(token !== null && { offset: token }) };
  const answer = await world.send({ client, method: "GET", path: `/${path}`, query, session });
  judgePage(world, cursor, answer);
  return cursor.token !== null;
}

/** Compares a page with the model, and takes note of where it leads. */
function judgePage(world: World, cursor: Cursor, answer: Answer): void {
  const { listing } = cursor;
  const target = listed(world.state, listing);
  world.expectStatus("listing", answer, [200]);
  world.expectVersion("listing", answer, target, target.version);
  world.see(cursor.client, target.path, target.version);
  const found = itemsIn(world, listing, answer);
  const fail = (expected: string, got: string) =>
    world.fail("listing", `${expected} in the answer to ${answer.asked}`, got, answer);
  const name = (record: Found) => nameIn(listing, record);
  const all = (records: readonly Found[]) => (records.length === 0 ? "none" : records.map(name).join(", "));

  const again = found.filter((record) => cursor.shown.some((shown) => isDeepStrictEqual(shown, record)));
  if (again.length > 0) fail("no record of an earlier page", all(again));
  if (!inOrder(listing, found)) fail(`items in the order of sort=${listing.filters.sort}`, all(found));
  cursor.shown.push(...found);

  const { limit } = listing.filters;
  if (limit !== undefined && found.length > limit) fail(`at most ${limit} items`, String(found.length));
  const header = answer.header("X-Weave-Next-Offset");
  const left = selected(listing, world.state).filter(
    (record) => isUnchanged(cursor, record) && !isShown(cursor, record),
  );
  const quiet = isDeepStrictEqual(
    cursor.start.partitions[listing.partition],
    world.state.partitions[listing.partition],
  );
  if (left.length > 0 && header === undefined) fail(`${all(left)}, or X-Weave-Next-Offset,`, "neither");
  if (quiet && left.length === 0 && header !== undefined)
    fail("no X-Weave-Next-Offset, as nothing is left over,", header);
  const least = Math.min(limit ?? Number.POSITIVE_INFINITY, world.bounds.pageRecords);
  if (header !== undefined && quiet && found.length < least)
    fail(`at least ${least} items, as some are left over,`, String(found.length));
  if (header === undefined) {
    const kept = cursor.shown.filter((record) => isUnchanged(cursor, record));
    if (!inOrder(listing, kept)) fail(`pages in the order of sort=${listing.filters.sort}`, all(kept));
    world.count(cursor.token === null ? "listed" : "paged");
  }
  cursor.token = header ?? null;
}

/** The records that a page shows, each of which is as the model has it. */
function itemsIn(world: World, listing: Listing, answer: Answer): Found[] {
  const { items } = Object(answer.json) as { items?: unknown };
  const expected = selected(listing, world.state);
  const fail = (wanted: string, got: unknown): never =>
    world.fail(
      "listing",
      `${wanted} in the answer to ${answer.asked}`,
      JSON.stringify(got) ?? "nothing",
      answer,
    );
  if (!Array.isArray(items)) return fail("a list of items", items);
  const records = items.map((item: unknown) => {
    const name = typeof item === "string" ? item : nameIn(listing, Object(item));
    const record = expected.find((candidate) => nameIn(listing, candidate) === name);
    if (!record) return fail("no item that does not match the query", item);
    const wanted = listing.filters.full ? shownIn(listing, record) : name;
    const { modified, ...got } = Object(item) as Record<string, unknown>;
    if (isDeepStrictEqual(listing.filters.full ? got : item, wanted)) return record;
    return fail(`${JSON.stringify(wanted)}`, item);
  });
  if (new Set(records).size < records.length) fail("every item once", items);
  const header = answer.integer("X-Weave-Records");
  if (header !== records.length) fail(`X-Weave-Records to be ${records.length}`, header);
  return records;
}

function isShown({ shown }: Cursor, record: Found): boolean {
  return shown.some((earlier) => isDeepStrictEqual(earlier, record));
}

/** Whether a record is as it was when the first page was read. */
function isUnchanged({ start, listing }: Cursor, record: Found): boolean {
  return selected(listing, start).some((earlier) => isDeepStrictEqual(earlier, record));
}
