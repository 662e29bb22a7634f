/** Compares the changes of a write with the scopes of sessions. */
import { PARTITIONS } from "../contract/document.ts";
import type { Change } from "./stored-changes.ts";

/** The reach of a change: everything that it may alter. */
interface Reach {
  /** Full paths of partitions and collections. */
  paths: string[];
  /** Paths within these that it leaves alone. */
  spared: string[];
}

/**
 * True if changes may alter anything in a scope, whether it exists or not (session.lease.refused).
 * @param scope full paths of partitions and collections
 */
export function touches(changes: Change[], scope: string[]): boolean {
  return changes.map(reach).some(({ paths, spared }) => {
    const owned = scope.filter((path) => !spared.some((kept) => holds(kept, path)));
    return overlap(paths, owned);
  });
}

/** True if changes can alter nothing outside a scope (session.scope.outside). */
export function staysWithin(changes: Change[], scope: string[]): boolean {
  return changes
    .flatMap((change) => reach(change).paths)
    .every((path) => scope.some((owned) => holds(owned, path)));
}

/** True if two scopes overlap. */
export function overlap(one: string[], other: string[]): boolean {
  return one.some((path) => other.some((candidate) => holds(path, candidate) || holds(candidate, path)));
}

function holds(container: string, path: string): boolean {
  return path === container || path.startsWith(`${container}/`);
}

function reach(change: Change): Reach {
  if (change.kind === "wipe") {
    return { paths: PARTITIONS.filter((path) => !change.keep.includes(path)), spared: change.keep };
  }
  const { partition } = change;
  const collections = "collection" in change ? [change.collection] : change.collections;
  return { paths: collections?.map((name) => `${partition}/${name}`) ?? [partition], spared: [] };
}
