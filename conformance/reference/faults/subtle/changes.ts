/** The changes of a write that store a record, as faults look at them. */
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";

/** A change that stores a record. */
export type Storing = Extract<Change, { kind: "replace" | "update" }>;

export const stores = (change: Change): change is Storing =>
  change.kind === "replace" || change.kind === "update";

export const nameOf = ({ partition, collection, id }: Storing) => `${partition}/${collection}/${id}`;

/** The record that a change stores, as it is before. */
export function recordAt(store: Store, account: string, change: Storing): StoredRecord | undefined {
  return store.record(account, change.partition, change.collection, change.id);
}
