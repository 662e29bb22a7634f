/** Makes faults in records that are made again after their deletion. */
import { PARTITIONS } from "../../../contract/document.ts";
import type { Store, StoredRecord } from "../../store.ts";
import type { Change, Fields } from "../../stored-changes.ts";
import { type Fault, storing } from "../fault.ts";
import { allOf } from "./list.ts";
import { showing } from "./showing.ts";

/** The records of an account, by their full paths. */
function recordsOf(store: Store, account: string): Map<string, StoredRecord> {
  const records = PARTITIONS.flatMap((partition) =>
    store
      .list(account, allOf(partition))
      .records.map((record): [string, StoredRecord] => [
        `${account}/${partition}/${record.collection}/${record.id}`,
        record,
      ]),
  );
  return new Map(records);
}

/** Follows what becomes of the records that some deletions take. */
function burying(store: Store, isDeletion: (change: Change) => boolean) {
  const buried = new Map<string, StoredRecord>();
  return {
    buried,
    /** To be called before a write. */
    note(account: string, changes: readonly Change[]): void {
      if (!changes.some(isDeletion)) return;
      const rest = changes.filter(isDeletion);
      for (const [path, record] of recordsOf(store, account)) {
        if (rest.some((change) => takes(change, path.slice(account.length + 1)))) buried.set(path, record);
      }
    },
  };
}

/** Whether a deletion takes a record, by its full path. */
function takes(change: Change, path: string): boolean {
  const [partition, collection = "", id = ""] = path.split("/");
  if (change.kind === "wipe") {
    return ![partition, `${partition}/${collection}`, path].some((kept) => change.keep.includes(kept ?? ""));
  }
  if (change.partition !== partition) return false;
  if (change.kind === "deleteRecords") return change.collection === collection && change.ids.includes(id);
  return change.kind === "deleteCollections" && (change.collections?.includes(collection) ?? true);
}

const pathOf = (account: string, change: Extract<Change, { fields: Fields }>) =>
  `${account}/${change.partition}/${change.collection}/${change.id}`;

/**
 * A fault that gives a record which is made again some fields of the one that was deleted.
 * @param isDeletion says which deletions leave anything behind
 */
export function remaking(
  does: string,
  isDeletion: (change: Change) => boolean,
  left: (old: StoredRecord) => Fields,
): Fault {
  return storing(does, (store) => {
    const { buried, note } = burying(store, isDeletion);
    return {
      write(account, changes, quota) {
        note(account, changes);
        const found = changes.map((change) => {
          if (!("fields" in change)) return change;
          const old = buried.get(pathOf(account, change));
          buried.delete(pathOf(account, change));
          return old ? { ...change, fields: { ...left(old), ...change.fields } } : change;
        });
        return store.write(account, found, quota);
      },
    };
  });
}

/** A fault that shows a record which is made again with the `modified` of the one that was deleted. */
export function remakingTime(does: string, isDeletion: (change: Change) => boolean): Fault {
  return storing(does, (store) => {
    const { buried, note } = burying(store, isDeletion);
    const kept = new Map<string, number>();
    return {
      write(account, changes, quota) {
        note(account, changes);
        for (const change of changes) {
          if (!("fields" in change)) continue;
          const path = pathOf(account, change);
          const old = buried.get(path);
          if (old) kept.set(path, old.modified);
          else kept.delete(path);
          buried.delete(path);
        }
        return store.write(account, changes, quota);
      },
      ...showing(store, (record, account, partition) => {
        const modified = kept.get(`${account}/${partition}/${record.collection}/${record.id}`);
        return modified === undefined ? record : { ...record, modified };
      }),
    };
  });
}
