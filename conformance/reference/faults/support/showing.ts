/** Makes stores that show records in another way than they hold them. */
import type { Partition } from "../../../contract/document.ts";
import type { Store, StoredRecord } from "../../store.ts";

/** The reading methods of a store, with each record changed before it is shown. */
export function showing(
  store: Store,
  show: (record: StoredRecord, account: string, partition: Partition) => StoredRecord,
): Pick<Store, "record" | "list"> {
  return {
    record(account, partition, collection, id) {
      const record = store.record(account, partition, collection, id);
      return record && show(record, account, partition);
    },
    list(account, query) {
      const page = store.list(account, query);
      return { ...page, records: page.records.map((record) => show(record, account, query.partition)) };
    },
  };
}

/** Old versions that go on being shown, each until the thing that has it changes again. */
export class Stale {
  readonly #kept = new Map<string, { real: number; shown: number }>();

  keep(name: string, real: number, shown: number): void {
    this.#kept.set(name, { real, shown });
  }

  shown(name: string, real: number): number {
    const kept = this.#kept.get(name);
    return kept?.real === real ? kept.shown : real;
  }
}
