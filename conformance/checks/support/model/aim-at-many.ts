/** Aims a request with many names at the place that has most of them. */
import { PARTITIONS, type Partition } from "../../../contract/document.ts";
import type { Command } from "./commands.ts";
import { apply, type State } from "./model-state.ts";
import type { World } from "./model-world.ts";
import { leaseOf } from "./session-of-command.ts";

/** A request with more names than this is one of many. */
export const MANY = 50;

/** The place of most of the named things; null if there are not more than `MANY`. */
type Location = { partition: Partition; collection?: string } | null;

/** A request that may name many things. */
type NamingCommand = Extract<Command, { kind: "deleteCollection" | "deletePartition" | "list" }>;

/** The ids and the collections that a request names; empty where it names none. */
function namesIn(command: Command): { ids: string[]; collections: string[] } {
  if (command.kind === "deleteCollection") return { ids: command.ids ?? [], collections: [] };
  if (command.kind === "deletePartition") return { ids: [], collections: command.collections ?? [] };
  if (command.kind !== "list") return { ids: [], collections: [] };
  const { ids = [], collections = [] } = command.filters;
  return { ids: ids.map(({ id }) => id), collections };
}

/** Whether a request names many records or collections. */
export function namesMany(command: Command): command is NamingCommand {
  const { ids, collections } = namesIn(command);
  return ids.length > MANY || collections.length > MANY;
}

/**
 * Sends a request with many names to the place that has most of them, since random names seldom exist.
 * @returns null if no place has many of them
 */
export function aimedAtMany<C extends NamingCommand>(world: World, command: C): C | null {
  const lease = command.kind === "list" ? null : leaseOf(world, command);
  // A deletion in a session finds what the session has staged.
  const state = lease ? apply(world.state, lease.staged, world.state.version + 1).state : world.state;
  const { ids, collections } = namesIn(command);
  const inScope = (path: string) =>
    !lease || lease.scope.some((owned) => path === owned || path.startsWith(`${owned}/`));
  const place = ids.length > MANY ? holding(state, ids, inScope) : having(state, collections, inScope);
  if (place === null) return null;
  const aimed = { ...command, ...place };
  if (aimed.kind !== "list" || ids.length === 0) return aimed;
  const { collection = "" } = place;
  return { ...aimed, filters: { ...aimed.filters, ids: ids.map((id) => ({ collection, id })) } };
}

/** The collection that has most of the records. */
function holding(state: State, ids: string[], inScope: (path: string) => boolean): Location {
  const all = PARTITIONS.flatMap((partition) =>
    [...state.partitions[partition].collections].map(([collection, { records }]) => ({
      place: { partition, collection },
      count: inScope(`${partition}/${collection}`) ? ids.filter((id) => records.has(id)).length : 0,
    })),
  );
  return most(all);
}

/** The partition that has most of the collections. */
function having(state: State, names: string[], inScope: (path: string) => boolean): Location {
  const all = PARTITIONS.map((partition) => ({
    place: { partition },
    count: inScope(partition)
      ? names.filter((name) => state.partitions[partition].collections.has(name)).length
      : 0,
  }));
  return most(all);
}

function most(all: { place: NonNullable<Location>; count: number }[]): Location {
  const best = all.toSorted((one, other) => other.count - one.count)[0];
  return best && best.count > MANY ? best.place : null;
}
