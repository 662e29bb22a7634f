/** Aims a random write at records that exist, or at the scope of its session. */
import { PARTITIONS, type Partition } from "../../../contract/document.ts";
import { aimedAtMany, namesMany } from "./aim-at-many.ts";
import type { RecordName, SendingManner, Write } from "./commands.ts";
import type { Lease } from "./model-session.ts";
import { collectionsOf, type LocatedRecord, recordsOf } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { isThere } from "./plan-write.ts";
import { leaseOf } from "./session-of-command.ts";

/** The write that is sent. Random names seldom exist, so an aimed write takes existing ones. */
export function aimedWrite(world: World, given: Write & SendingManner): Write & SendingManner {
  if (namesMany(given)) return aimedAtMany(world, given) ?? given;
  const command = world.setting.room === null ? given : besideBallast(given);
  if (!command.aimed) return command;
  if (command.kind === "wipe") return { ...command, keep: keptOf(world, command.keep) };
  const lease = leaseOf(world, command);
  if (lease && (command.kind === "put" || command.kind === "post"))
    return { ...within(lease, command), ...expiringOf(world, command, lease) };
  if (lease) return within(lease, command.kind === "deleteRecord" ? deletionIn(lease, command) : command);
  if (command.kind === "deleteRecord") return { ...command, ...aimedAtRecord(world, command) };
  if (command.kind === "put" || command.kind === "post") return { ...command, ...expiredOf(world, command) };
  if (command.kind !== "deleteCollection") return command;
  const { collections } = world.state.partitions[command.partition];
  const [other = command.collection] = collections.keys();
  return collections.has(command.collection) ? command : { ...command, collection: other };
}

/** The collection of the records that fill an account; nothing deletes them. */
export const BALLAST = "control/full";

function besideBallast(command: Write & SendingManner): Write & SendingManner {
  if (command.kind === "wipe") {
    const held = command.keep.some((path) => path === "control" || path === BALLAST);
    return held ? command : { ...command, keep: [...command.keep, BALLAST] };
  }
  if (command.kind !== "deletePartition" || command.partition !== "control") return command;
  return { ...command, collections: command.collections ?? ["c"] };
}

/** An expired record with the same id; empty if there is none. */
function expiredOf({ ghosts, state }: World, { partition, id }: RecordName): Partial<RecordName> {
  const ghost = ghosts.findLast((gone) => gone.partition === partition && gone.id === id);
  if (!ghost) return {};
  const { collection } = ghost;
  return isThere(state, `${partition}/${collection}/${id}`) ? {} : { collection };
}

/** A record in the scope of a session that expires soon, with the same id if possible; empty if there is none. */
function expiringOf({ state, timed }: World, { id }: RecordName, { scope }: Lease): Partial<RecordName> {
  if (!timed) return {};
  const soon = Date.now() / 1000 + SOON;
  const mortal = PARTITIONS.flatMap((partition) =>
    recordsOf(state, partition)
      .filter(({ expires }) => expires !== null && expires.until < soon)
      .map((record) => ({ partition, collection: record.collection, id: record.id }))
      .filter((at) =>
        scope.some((path) => path === at.partition || path === `${at.partition}/${at.collection}`),
      ),
  );
  return mortal.find((at) => at.id === id) ?? mortal[0] ?? {};
}

/** Seconds. */
const SOON = 10;

/** The existing paths of `keep`; if none exists, any collection. */
function keptOf({ state }: World, keep: string[]): string[] {
  const kept = keep.filter((path) => isThere(state, path));
  return kept.length > 0 || keep.length === 0
    ? kept
    : collectionsOf(state)
        .slice(0, 1)
        .map(([path]) => path);
}

/** Aims a deletion in a session at a staged record: the one with its id, or else the last one. */
function deletionIn<C extends RecordName>({ staged }: Lease, command: C): C {
  const stored = staged.filter((effect) => effect.kind === "store");
  const { partition, collection, id } =
    stored.find((effect) => effect.id === command.id) ?? stored.at(-1) ?? command;
  return { ...command, partition, collection, id };
}

/** A write that keeps to the first path of the scope of its session. */
function within(
  { scope: [path = ""] }: Lease,
  command: Exclude<Write, { kind: "wipe" }> & SendingManner,
): Write & SendingManner {
  const [partition, name] = path.split("/") as [Partition, string?];
  if (name === undefined) return { ...command, partition };
  if (command.kind === "deletePartition") return { ...command, partition, collections: [name] };
  if (command.kind !== "postList") return { ...command, partition, collection: name };
  // Two elements of one record would make the server refuse the list.
  const elements = command.elements.filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at);
  return {
    ...command,
    partition,
    collection: command.collection === null ? null : name,
    elements: elements.map((one) => ({ ...one, collection: name })),
  };
}

/**
 * The record of a command. An aimed command takes an existing record: if possible one that was written after this
 * client read it, where a stale cache for the client would show.
 */
export function aimedAtRecord(world: World, command: RecordName & SendingManner): RecordName {
  const { partition, id, client } = command;
  const { collection = command.collection } = command.aimed ? expiredOf(world, command) : {};
  if (collection !== command.collection) return { partition, collection, id };
  const all = command.aimed ? recordsOf(world.state, partition) : [];
  const isStale = (record: LocatedRecord) => {
    const last = world.seen(client, `${partition}/${record.collection}/${record.id}`);
    return last > 0 && last < record.version;
  };
  const isNamed = (record: LocatedRecord) => record.collection === collection && record.id === id;
  const found = all.find(isStale) ?? all.find(isNamed) ?? all.find((record) => record.id === id) ?? all[0];
  return { partition, collection: found?.collection ?? collection, id: found?.id ?? id };
}
