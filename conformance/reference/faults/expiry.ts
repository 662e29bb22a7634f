/** Servers with one fault each, for the rules of `checks/expiry.ts`. */
import type { CollectionState, Store, StoredRecord } from "../store.ts";
import type { Change, Fields } from "../stored-changes.ts";
import { type Fault, type FaultsOf, storing } from "./fault.ts";

type Storing = Extract<Change, { fields: Fields }>;

/** A fault in what is stored; `existing` is the record that the change finds. */
function changing(
  does: string,
  change: (change: Storing, existing: StoredRecord | undefined) => Fields,
): Fault {
  return storing(does, (store) => ({
    write: (account, changes) =>
      store.write(
        account,
        changes.map((each) =>
          "fields" in each ? { ...each, fields: change(each, found(store, account, each)) } : each,
        ),
      ),
  }));
}

type Name = Pick<Storing, "partition" | "collection" | "id">;

function found(store: Store, account: string, { partition, collection, id }: Name): StoredRecord | undefined {
  return store.record(account, partition, collection, id);
}

function keyOf(account: string, { partition, collection, id }: Name): string {
  return [account, partition, collection, id].join("/");
}

/** Seconds until a record expires. */
function remaining({ expires }: { expires: number }): number {
  return (expires - Date.now()) / 1000;
}

function isMortal(record: StoredRecord | undefined): record is StoredRecord & { expires: number } {
  return typeof record?.expires === "number";
}

export const expiry = {
  "expiry.lives": changing("keeps the time of expiry in whole seconds, rounded down", ({ fields }) =>
    fields.ttl ? { ...fields, ttl: fields.ttl - (Date.now() % 1000) / 1000 } : fields,
  ),

  "expiry.gone": storing("answers from a cache that knows of writes but not of time", (store) => {
    const cache = new Map<string, StoredRecord>();
    return {
      record(account, partition, collection, id) {
        const key = keyOf(account, { partition, collection, id });
        const record = store.record(account, partition, collection, id) ?? cache.get(key);
        if (record) cache.set(key, record);
        return record;
      },
      write(account, changes) {
        for (const key of cache.keys()) if (key.startsWith(`${account}/`)) cache.delete(key);
        return store.write(account, changes);
      },
    };
  }),

  "expiry.views": storing(
    "counts its records when something is written and not when it is asked",
    (store) => {
      const counted = new Map<string, CollectionState[]>();
      return {
        collections: (account) => counted.get(account) ?? [],
        write(account, changes) {
          const written = store.write(account, changes);
          counted.set(account, store.collections(account));
          return written;
        },
      };
    },
  ),

  "expiry.creates": storing("still finds an expired record when it updates it", (store) => {
    const last = new Map<string, StoredRecord>();
    return {
      write(account, changes) {
        const old = (change: Storing) => {
          const record = last.get(keyOf(account, change));
          return change.kind === "update" && isMortal(record) && remaining(record) <= 0 ? record : null;
        };
        const written = store.write(
          account,
          changes.map((change) => {
            const expired = "fields" in change && old(change);
            if (!expired) return change;
            const { payload, sortindex } = expired;
            return { ...change, fields: { payload, sortindex, ...change.fields } };
          }),
        );
        for (const change of changes) {
          const record = "fields" in change && found(store, account, change);
          if (record) last.set(keyOf(account, change as Storing), record);
        }
        return written;
      },
    };
  }),

  "expiry.version": storing(
    "takes a version for an expiry, as if a client had deleted the record",
    (store) => {
      const mortal = new Map<string, { account: string; change: Storing; expires: number }>();
      function sweep() {
        for (const [key, { account, change, expires }] of mortal) {
          if (expires > Date.now()) continue;
          mortal.delete(key);
          const { partition, collection, id } = change;
          if (store.collectionVersion(account, partition, collection) === undefined) continue;
          store.write(account, [
            { ...change, fields: {} },
            { kind: "deleteRecords", partition, collection, ids: [id] },
          ]);
        }
      }
      return {
        version(...target) {
          sweep();
          return store.version(...target);
        },
        collectionVersion(...target) {
          sweep();
          return store.collectionVersion(...target);
        },
        collections(account) {
          sweep();
          return store.collections(account);
        },
        write(account, changes) {
          sweep();
          const written = store.write(account, changes);
          for (const change of changes) {
            if (!("fields" in change)) continue;
            const record = found(store, account, change);
            if (isMortal(record))
              mortal.set(keyOf(account, change), { account, change, expires: record.expires });
            else mortal.delete(keyOf(account, change));
          }
          return written;
        },
      };
    },
  ),

  "expiry.restart": changing(
    "lets a ttl that is running run on when a POST sets another",
    (change, existing) =>
      change.kind === "update" && change.fields.ttl && isMortal(existing)
        ? { ...change.fields, ttl: remaining(existing) }
        : change.fields,
  ),

  "expiry.kept": changing("restarts the ttl with every write", ({ kind, fields }, existing) =>
    kind === "update" && fields.ttl === undefined && isMortal(existing)
      ? { ...fields, ttl: Math.floor(existing.expires / 1000) - existing.modified }
      : fields,
  ),

  "expiry.removed": changing("keeps the expiry of a record that a PUT replaces", (change, existing) =>
    change.kind === "replace" && !change.fields.ttl && isMortal(existing)
      ? { ...change.fields, ttl: remaining(existing) }
      : change.fields,
  ),
} satisfies FaultsOf<"expiry">;
