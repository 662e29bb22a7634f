import { isDeepStrictEqual } from "node:util";
import { PARTITIONS } from "../../contract/document.ts";
import { note } from "../../engine/notes.ts";
import type { Answer } from "../../exchange/answer.ts";
import { aimedAtRecord, leaseOf } from "./aim.ts";
import { type Manner, type Read, VIEWS, type View } from "./commands.ts";
import { type Cursor, readPage } from "./cursor.ts";
import { listed, listingOf, shownRecord } from "./listing.ts";
import { type Target, targetAt } from "./plan.ts";
import { bytesOf, collectionsOf, type State, usageOf } from "./state.ts";
import type { World } from "./world.ts";
import { conditionOf } from "./write.ts";

/** Sends a read, and compares what it shows with the model. */
export async function performRead(world: World, command: Read & Manner): Promise<void> {
  const { client } = command;
  const session = leaseOf(world, command)?.id ?? null;
  if (command.kind === "view") {
    const target = { path: "", exists: true, version: world.state.version };
    const condition = conditionOf(world, command, target);
    const path = `/info/${command.view}`;
    const answer = await world.send({ client, method: "GET", path, condition, session });
    // An information view knows no other precondition (conditional.unmodified.ignored).
    const known = condition?.on === "modified" ? condition : null;
    if (settled(world, "read", answer, target, known)) expectView(world, answer, command.view);
    return;
  }
  if (command.kind === "list") return list(world, command, session);
  const { partition, collection, id } = aimedAtRecord(world, command);
  const target = targetAt(world.state, partition, collection, id);
  const condition = conditionOf(world, command, target);
  const method = command.kind === "get" ? "GET" : "HEAD";
  const answer = await world.send({ client, method, path: `/${target.path}`, condition, session });
  if (!settled(world, "read", answer, target, condition)) return;
  world.see(client, target.path, target.version);
  if (method === "HEAD") return;
  const record = world.state.partitions[partition].collections.get(collection)?.records.get(id);
  const { modified, ...got } = Object(answer.json) as Record<string, unknown>;
  const expected = record && shownRecord({ id, ...record });
  expectBody(world, answer, got, expected);
  world.count("read");
}

async function list(world: World, command: Extract<Read, { kind: "list" }> & Manner, session: string | null) {
  const { state } = world;
  const listing = listingOf(state, command);
  const target = listed(state, listing);
  const condition = conditionOf(world, command, target);
  const cursor: Cursor = { client: command.client, session, listing, start: state, shown: [], token: null };
  const first = await firstPage(world, cursor, condition);
  if (!first) return;
  if (!command.wholly) world.cursor = cursor;
  else while (cursor.token !== null) await readPage(world, cursor);
}

type Condition = ReturnType<typeof conditionOf>;

/** Reads the first page; false where there is none to be read. */
async function firstPage(world: World, cursor: Cursor, condition: Condition): Promise<boolean> {
  const target = listed(world.state, cursor.listing);
  if (condition === null && target.exists) {
    await readPage(world, cursor);
    return true;
  }
  const { client, session } = cursor;
  const answer = await world.send({ client, method: "GET", path: `/${target.path}`, condition, session });
  return settled(world, "listing", answer, target, condition) && false;
}

/** Whether the listing that is being read can be continued; one whose collection was deleted cannot. */
export function isOpenToNext({ cursor, state }: World): boolean {
  if (!cursor || cursor.token === null) return false;
  const { partition, collection } = cursor.listing;
  const bornIn = ({ partitions }: State) => partitions[partition].collections.get(collection ?? "")?.born;
  return collection === null || bornIn(state) === bornIn(cursor.start);
}

/**
 * Compares status and version of the answer to a read.
 * @returns whether it shows the target
 */
function settled(
  world: World,
  kind: "read" | "listing",
  answer: Answer,
  target: Target,
  condition: Condition,
): boolean {
  if (!target.exists) {
    world.expectStatus(kind, answer, [404], ": it does not exist");
    world.count("missing");
    return false;
  }
  const stale = condition?.on === "unmodified" && target.version > condition.version;
  const known = condition?.on === "modified" && target.version <= condition.version;
  world.expectStatus(kind, answer, [stale ? 412 : known ? 304 : 200]);
  world.expectVersion(kind, answer, target, target.version);
  return !stale && !known;
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
    note(answer, by, () => `expects the body to be ${JSON.stringify(expected)}, as the model has it`);
    return;
  }
  world.fail(
    "read",
    `the body of ${answer.asked} to have ${JSON.stringify(expected)}`,
    JSON.stringify(got) ?? "nothing",
    answer,
  );
}

/** Looks at all that an account holds. */
export async function look(world: World): Promise<void> {
  world.looking = true;
  const manner = { client: 0, session: null, aimed: false, condition: null };
  for (const partition of PARTITIONS) {
    const filters = { full: true } as const;
    await performRead(world, { ...manner, kind: "list", partition, collection: null, filters, wholly: true });
  }
  for (const view of VIEWS.slice(0, 1)) await performRead(world, { ...manner, kind: "view", view });
  world.looking = false;
}
