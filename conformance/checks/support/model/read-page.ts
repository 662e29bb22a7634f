/** Reads a page of a listing, and compares it with the model. */
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../../exchange/answer.ts";
import type { Cursor } from "./listing-cursor.ts";
import { inOrder, type Listing, listed, nameIn, queryOf, selected, shownIn } from "./model-listing.ts";
import type { LocatedRecord, State } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { expectReadStatus, type GivenCondition } from "./resolve-condition.ts";

/**
 * Reads the next page of a listing, and compares it with the model.
 * @returns whether there are more
 */
export async function readPage(
  world: World,
  cursor: Cursor,
  condition: GivenCondition | null = null,
): Promise<boolean> {
  const { client, listing, token } = cursor;
  const session = world.live.some(({ id }) => id === cursor.session) ? cursor.session : null;
  const target = listed(world.state, listing);
  const query = { ...queryOf(listing), ...(token !== null && { offset: token }) };
  const path = `/${target.path}`;
  const answer = await world.send({ client, method: "GET", path, query, session, condition });
  if (!expectReadStatus(world, "listing", answer, target, condition)) return false;
  if (condition !== null) world.count("conditional");
  judgePage(world, cursor, answer);
  return cursor.token !== null;
}

/**
 * Asks for the next page of another account's listing. The document leaves the answer open, but it must not show
 * anything that this account does not hold.
 */
export async function readForeignPage(world: World, { client, listing, token }: Cursor): Promise<void> {
  const { path } = listed(world.state, listing);
  const query = { ...queryOf(listing), offset: token ?? "" };
  const answer = await world.send({ client, method: "GET", path: `/${path}`, query });
  if (answer.status === 200) itemsIn(world, listing, answer);
  else if (answer.status >= 500) world.expectStatus("listing", answer, [200, 404, 422]);
  world.count("foreign");
}

/** Compares a page with the model, and moves the cursor. */
function judgePage(world: World, cursor: Cursor, answer: Answer): void {
  const { listing } = cursor;
  const target = listed(world.state, listing);
  world.see(cursor.client, target.path, target.version);
  const found = itemsIn(world, listing, answer);
  const fail = (expected: string, got: string) =>
    world.fail("listing", `${expected} in the answer to ${answer.asked}`, got, answer);
  const name = (record: LocatedRecord) => nameIn(listing, record);
  const all = (records: readonly LocatedRecord[]) => {
    const [first, ...more] = records.slice(0, MOST_NAMED).map(name);
    const rest = records.length - MOST_NAMED;
    return first === undefined ? "none" : [first, ...more].join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  };

  const shown = new Map(cursor.shown.map((record) => [name(record), record.version]));
  const again = found.filter((record) => shown.get(name(record)) === record.version);
  if (again.length > 0) fail("no record of an earlier page", all(again));
  if (!inOrder(listing, found)) fail(`items in the order of sort=${listing.filters.sort}`, all(found));
  cursor.shown.push(...found);
  for (const record of found) shown.set(name(record), record.version);

  const { limit } = listing.filters;
  if (limit !== undefined && found.length > limit) fail(`at most ${limit} items`, String(found.length));
  const header = answer.header("X-Weave-Next-Offset");
  const started = new Map(selected(listing, cursor.start).map((record) => [name(record), record.version]));
  const isUnchanged = (record: LocatedRecord) => started.get(name(record)) === record.version;
  const left = selected(listing, world.state).filter(
    (record) => isUnchanged(record) && shown.get(name(record)) !== record.version,
  );
  const quiet = cursor.start === world.state || isSame(cursor.start, world.state, listing.partition);
  if (left.length > 0 && header === undefined) fail(`${all(left)}, or X-Weave-Next-Offset,`, "neither");
  if (quiet && left.length === 0 && header !== undefined)
    fail("no X-Weave-Next-Offset, as nothing is left over,", header);
  const least = Math.min(limit ?? Number.POSITIVE_INFINITY, world.bounds.pageRecords);
  if (header !== undefined && quiet && found.length < least)
    fail(`at least ${least} items, as some are left over,`, String(found.length));
  if (header === undefined) {
    const kept = cursor.shown.filter(isUnchanged);
    if (!inOrder(listing, kept)) fail(`pages in the order of sort=${listing.filters.sort}`, all(kept));
    world.count(cursor.token === null ? "listed" : "paged");
    if (cursor.shown.length >= world.bounds.pageRecords) world.count("longest");
    if (cursor.shown.length > MANY) world.count("many");
  }
  cursor.token = header ?? null;
}

/** Greatest number of names in a message. */
const MOST_NAMED = 8;
const MANY = 50;

/** Whether a partition is as it was. */
function isSame(one: State, other: State, partition: "control" | "storage"): boolean {
  return isDeepStrictEqual(one.partitions[partition], other.partitions[partition]);
}

/** The records of a page; each must be as in the model. */
function itemsIn(world: World, listing: Listing, answer: Answer): LocatedRecord[] {
  const { items } = Object(answer.json) as { items?: unknown };
  const expected = new Map(selected(listing, world.state).map((record) => [nameIn(listing, record), record]));
  const fail = (wanted: string, got: unknown): never =>
    world.fail(
      "listing",
      `${wanted} in the answer to ${answer.asked}`,
      JSON.stringify(got) ?? "nothing",
      answer,
    );
  if (!Array.isArray(items)) return fail("a list of items", items);
  const records = items.map((item: unknown) => {
    const { modified, ...shown } = Object(item) as Record<string, unknown>;
    const name =
      typeof item === "string" ? item : nameIn(listing, shown as { collection: string; id: string });
    const record = expected.get(name);
    if (!record) return fail("no item that does not match the query", item);
    if (!listing.filters.full) return item === name ? record : fail(name, item);
    const wanted = shownIn(listing, record);
    if (!isDeepStrictEqual(shown, wanted)) return fail(`${JSON.stringify(wanted)}`, item);
    const moment = world.modifiedOf(record, modified);
    return moment === modified ? record : fail(`${name} with the modified of its write, ${moment},`, item);
  });
  if (new Set(records).size < records.length) fail("every item once", items);
  const header = answer.integer("X-Weave-Records");
  if (header !== records.length) fail(`X-Weave-Records to be ${records.length}`, header);
  return records;
}
