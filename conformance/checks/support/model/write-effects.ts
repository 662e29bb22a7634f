/** The effects of a write, and whether they touch the scope of a session. */
import { PARTITIONS, type Partition } from "../../../contract/document.ts";

/** The fields that a client may set. An update keeps an absent field; a replacement resets it, as null does. */
export interface Fields {
  payload?: string | null;
  sortindex?: number | null;
  /** Seconds: either longer than any sequence, or short enough to wait for. */
  ttl?: number | null;
}

/** One step of a write. */
export type Effect =
  | {
      kind: "store";
      /** Whether fields that are left out are reset. */
      whole: boolean;
      partition: Partition;
      collection: string;
      id: string;
      fields: Fields;
    }
  | { kind: "remove"; partition: Partition; collection: string; ids: string[] }
  | { kind: "drop"; partition: Partition; collections: string[] | null /* null: all */ }
  | { kind: "wipe"; keep: string[] };

/** Full paths that an effect would store in or remove from, existing or not, and what it spares within them. */
function reachOf(effect: Effect): { paths: string[]; spared: string[] } {
  if (effect.kind === "wipe") {
    return { paths: PARTITIONS.filter((path) => !effect.keep.includes(path)), spared: effect.keep };
  }
  const names = effect.kind === "drop" ? effect.collections : [effect.collection];
  return { paths: names?.map((name) => `${effect.partition}/${name}`) ?? [effect.partition], spared: [] };
}

/** Whether a write touches anything of a scope (the document's definition). */
export function touches(effects: readonly Effect[], scope: readonly string[]): boolean {
  return effects.map(reachOf).some(({ paths, spared }) => {
    const owned = scope.filter((path) => !spared.some((kept) => holds(kept, path)));
    return overlap(paths, owned);
  });
}

/** Whether a write touches nothing outside a scope. */
export function staysWithin(effects: readonly Effect[], scope: readonly string[]): boolean {
  return effects
    .flatMap((effect) => reachOf(effect).paths)
    .every((path) => scope.some((owned) => holds(owned, path)));
}

/** Whether two scopes overlap. */
export function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.some((path) => other.some((candidate) => holds(path, candidate) || holds(candidate, path)));
}

function holds(container: string, path: string): boolean {
  return path === container || path.startsWith(`${container}/`);
}
