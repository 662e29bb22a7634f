/** Performs reads, and compares their answers with the model. */
import { isDeepStrictEqual } from "node:util";
import { PARTITIONS } from "../../../contract/document.ts";
import type { Answer } from "../../../exchange/answer.ts";
import { recordAssertion } from "../../../runner/assertion-log.ts";
import { aimedAtMany, namesMany } from "./aim-at-many.ts";
import { aimedAtRecord } from "./aim-command.ts";
import { type Next, type Read, type SendingManner, VIEWS, type View } from "./commands.ts";
import { expectStray } from "./expect-stray-session.ts";
import type { Cursor } from "./listing-cursor.ts";
import { listed, listingOf, shownRecord } from "./model-listing.ts";
import type { Lease } from "./model-session.ts";
import { bytesOf, collectionsOf, type State, usageOf } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { type Target, targetAt } from "./plan-write.ts";
import { readForeignPage, readPage } from "./read-page.ts";
import { conditionOf, expectReadStatus } from "./resolve-condition.ts";
import { leaseOf, strayOf } from "./session-of-command.ts";

/** Sends a read, and compares its answer with the model. */
export async function performRead(world: World, command: Read & SendingManner): Promise<void> {
  const { client } = command;
  const stray = strayOf(world, command);
  if (stray) return performStray(world, command, stray);
  const session = leaseOf(world, command)?.id ?? null;
  if (command.kind === "view") {
    const target = { path: "", exists: true, version: world.state.version };
    const condition = conditionOf(world, command, target);
    const path = `/info/${command.view}`;
    const answer = await world.send({ client, method: "GET", path, condition, session });
    // An information view ignores the other precondition (conditional.unmodified.ignored).
    const known = condition?.on === "modified" ? condition : null;
    if (expectReadStatus(world, "read", answer, target, known)) expectView(world, answer, command.view);
    return;
  }
  if (command.kind === "list") return list(world, command, session);
  const { partition, collection, id } = aimedAtRecord(world, command);
  const target = targetAt(world.state, partition, collection, id);
  const condition = conditionOf(world, command, target);
  const method = command.kind === "get" ? "GET" : "HEAD";
  const answer = await world.send({ client, method, path: `/${target.path}`, condition, session });
  if (!expectReadStatus(world, "read", answer, target, condition)) return;
  world.see(client, target.path, target.version);
  if (method === "HEAD") return;
  const record = world.state.partitions[partition].collections.get(collection)?.records.get(id);
  const { modified, ...got } = Object(answer.json) as Record<string, unknown>;
  const expected = record && shownRecord({ id, ...record });
  expectBody(world, answer, got, expected);
  const moment = record && world.modifiedOf(record, modified);
  if (moment !== modified) {
    world.fail(
      "read",
      `modified of ${answer.asked} to be that of its write, ${moment}`,
      String(modified),
      answer,
    );
  }
  world.count("read");
}

/** Sends a read in an ended session, or in one of another account. */
async function performStray(world: World, command: Read & SendingManner, stray: Lease): Promise<void> {
  const { client } = command;
  const session = stray.id;
  const { path, exists } = targetOf(world, command);
  const method = command.kind === "head" ? "HEAD" : "GET";
  const answer = await world.send({ client, method, path: `/${path}`, session });
  expectStray(world, answer, stray, exists ? [] : [404]);
}

function targetOf(world: World, command: Read & SendingManner): Pick<Target, "path" | "exists"> {
  if (command.kind === "view") return { path: `info/${command.view}`, exists: true };
  if (command.kind === "list") return listed(world.state, listingOf(world.state, command));
  const { partition, collection, id } = aimedAtRecord(world, command);
  return targetAt(world.state, partition, collection, id);
}

async function list(
  world: World,
  given: Extract<Read, { kind: "list" }> & SendingManner,
  session: string | null,
) {
  const { state } = world;
  const command = namesMany(given) ? (aimedAtMany(world, given) ?? given) : given;
  const listing = listingOf(state, command);
  const target = listed(state, listing);
  const condition = conditionOf(world, command, target);
  const cursor: Cursor = { client: command.client, session, listing, start: state, shown: [], token: null };
  if (!(await readPage(world, cursor, condition))) return;
  if (!command.wholly) world.cursor = cursor;
  else while (cursor.token !== null) await readPage(world, cursor);
}

/** Whether the current listing can be continued; not if its collection was deleted. */
export function isOpenToNext({ cursor, state, twin }: World, { late }: Next): boolean {
  if (late && twin) return twin.cursor !== null && twin.cursor.token !== null;
  if (!cursor || cursor.token === null) return false;
  const { partition, collection } = cursor.listing;
  const bornIn = ({ partitions }: State) => partitions[partition].collections.get(collection ?? "")?.born;
  return collection === null || bornIn(state) === bornIn(cursor.start);
}

/** Reads the next page of the current listing, or tries to read the other account's. */
export async function performNext(world: World, { late, condition }: Next): Promise<void> {
  const { cursor, twin, state } = world;
  if (late && twin?.cursor) return readForeignPage(world, twin.cursor);
  if (!cursor) return;
  const { client, listing } = cursor;
  const target = listed(state, listing);
  await readPage(world, cursor, conditionOf(world, { client, condition }, target));
}

function expectView(world: World, answer: Answer, view: View): void {
  const { state } = world;
  const byPath = <T>(value: (collection: ReturnType<typeof collectionsOf>[number][1]) => T) =>
    Object.fromEntries(collectionsOf(state).map(([path, collection]) => [path, value(collection)]));
  const expected = {
    collections: () => byPath(({ version }) => version),
    collection_counts: () => byPath(({ records }) => records.size),
    collection_usage: () => byPath(({ records }) => bytesOf([...records.values()])),
    quota: () => ({ usage: usageOf(state) }),
  }[view]();
  const { usage } = Object(answer.json) as { usage?: unknown };
  expectBody(world, answer, view === "quota" ? { usage } : answer.json, expected);
  world.count("viewed");
}

function expectBody(world: World, answer: Answer, got: unknown, expected: unknown): void {
  if (expected !== undefined && isDeepStrictEqual(got, expected)) {
    const by = world.judges("read") ? "rule" : "set-up";
    recordAssertion(
      answer,
      by,
      () => `expects the body to be ${JSON.stringify(expected)}, as the model has it`,
    );
    return;
  }
  world.fail(
    "read",
    `the body of ${answer.asked} to have ${JSON.stringify(expected)}`,
    JSON.stringify(got) ?? "nothing",
    answer,
  );
}

/** Reads all contents of an account, and compares them with the model. */
export async function readEverything(world: World): Promise<void> {
  world.looking = true;
  const manner = { client: 0, session: null, late: false, aimed: false, condition: null };
  for (const partition of PARTITIONS) {
    const filters = { full: true } as const;
    await performRead(world, { ...manner, kind: "list", partition, collection: null, filters, wholly: true });
  }
  // Most rules need no more than the versions; the other views cost requests.
  const counted = world.timed || world.twin !== null;
  for (const view of counted ? VIEWS : VIEWS.slice(0, 1))
    await performRead(world, { ...manner, kind: "view", view });
  world.looking = false;
}
