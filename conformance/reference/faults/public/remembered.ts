/** Remembers the last state of records, for faults that still show records which have expired. */
import type { Partition } from "../../../contract/document.ts";
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";

/** A record and where it is. */
export interface Known {
  partition: Partition;
  record: StoredRecord;
}

/** What a store held last, records that have expired since included. */
export class Remembered {
  readonly #accounts = new Map<string, Map<string, Known>>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Notes what a write has left of the records that it is about and of those before. */
  note(account: string, changes: Change[]): void {
    const known = this.#of(account);
    for (const change of changes) {
      if (!("fields" in change)) continue;
      const { partition, collection, id } = change;
      const record = this.#store.record(account, partition, collection, id);
      if (record) known.set(`${partition}/${collection}/${id}`, { partition, record });
    }
    for (const [name, { partition, record }] of known) {
      const there = this.#store.record(account, partition, record.collection, record.id);
      if (!there && !isOver(record)) known.delete(name);
    }
  }

  /** A record that has expired and that nothing was done to since. */
  expired(account: string, partition: string, collection: string, id: string): StoredRecord | undefined {
    const found = this.#of(account).get(`${partition}/${collection}/${id}`)?.record;
    return found && isOver(found) ? found : undefined;
  }

  /** All that is known of an account. */
  all(account: string): Known[] {
    return [...this.#of(account).values()];
  }

  #of(account: string): Map<string, Known> {
    const known = this.#accounts.get(account) ?? new Map<string, Known>();
    this.#accounts.set(account, known);
    return known;
  }
}

function isOver({ expires }: StoredRecord): boolean {
  return expires !== null && expires <= Date.now();
}
