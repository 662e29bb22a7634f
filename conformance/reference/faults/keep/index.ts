/** Servers with one fault each, for the rules of `checks/keep/index.ts`. */
import type { Partition } from "../../../contract/document.ts";
import type { Store } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Fault, type FaultsOf, storing } from "../fault.ts";
import { keepRefused } from "./refused.ts";

/** A fault that does something else beside wiping an account. */
function besideWiping(
  does: string,
  more: (keep: string[], store: Store, account: string) => Change[],
): Fault {
  return storing(does, (store) => ({
    write(account, changes, quota) {
      const all = changes.flatMap((change) =>
        change.kind === "wipe" ? [change, ...more(change.keep, store, account)] : [change],
      );
      return store.write(account, all, quota);
    },
  }));
}

/** The paths of `keep` that have so many segments, split. */
function partsOf(keep: string[], segments: number): [Partition, string, string][] {
  const split = keep.map((path) => path.split("/")).filter(({ length }) => length === segments);
  return split as [Partition, string, string][];
}

/** Deletes the collections without records among those that are chosen. */
function droppingEmpty(chosen: (keep: string[], path: string) => boolean) {
  return (keep: string[], store: Store, account: string): Change[] =>
    store
      .collections(account)
      .filter(({ path, count }) => count === 0 && chosen(keep, path))
      .map(({ path }) => {
        const [partition, name = ""] = path.split("/") as [Partition, string];
        return { kind: "deleteCollections", partition, collections: [name] };
      });
}

export const keep = {
  ...keepRefused,
  "keep.partition": besideWiping(
    "drops what has no records also where its partition is kept",
    droppingEmpty((keep, path) => keep.includes(path.split("/")[0] as string)),
  ),

  "keep.collection": besideWiping(
    "keeps the records of a collection, and so nothing of one that has none",
    droppingEmpty((keep, path) => keep.includes(path)),
  ),

  "keep.record": besideWiping("keeps the collection of a record, but not the record", (keep) =>
    partsOf(keep, 3).map(([partition, collection, id]) => {
      return { kind: "deleteRecords", partition, collection, ids: [id] };
    }),
  ),

  "keep.others": storing("keeps the whole collection where a record is to be kept", (store) => ({
    write(account, changes, quota) {
      const wider = changes.map((change) => {
        if (change.kind !== "wipe") return change;
        return { ...change, keep: change.keep.map((path) => path.split("/").slice(0, 2).join("/")) };
      });
      return store.write(account, wider, quota);
    },
  })),

  "keep.version": besideWiping("keeps a record by storing it again", (keep) =>
    partsOf(keep, 3).map(([partition, collection, id]) => {
      return { kind: "update", partition, collection, id, fields: {} };
    }),
  ),
} satisfies FaultsOf<"keep">;
