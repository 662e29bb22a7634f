/** The effects of a write, and whether they touch the scope of a session. */
import { PARTITIONS, type Partition } from "../../../contract/document.ts";

/** What a client may set of a record. An absent field is kept or, where the record is replaced, reset as by null. */
export interface Fields {
  payload?: string | null;
  sortindex?: number | null;
  /** Seconds. Either so long that nothing expires in a sequence, or so short that one can wait for it. */
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

/** Full paths that an effect would store in or remove from, be they there or not, and what it spares of them. */
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

/** Whether a write touches nothing but what a scope holds. */
export function staysWithin(effects: readonly Effect[], scope: readonly string[]): boolean {
  return effects
    .flatMap((effect) => reachOf(effect).paths)
    .every((path) => scope.some((owned) => holds(owned, path)));
}

/** Whether two scopes have anything in common. */
export function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.some((path) => other.some((candidate) => holds(path, candidate) || holds(candidate, path)));
}

function holds(container: string, path: string): boolean {
  return path === container || path.startsWith(`${container}/`);
}
