/** Records that live too long, too short, or again. */
import type { Change } from "../../stored-changes.ts";
import { storing } from "../fault.ts";
import type { PublicFaults } from "./fault.ts";
import { Remembered } from "./remembered.ts";

export const expiring: PublicFaults = {
  "expired-by-ids": {
    ...storing("still lists expired records where ids name them", (store) => {
      const remembered = new Remembered(store);
      return {
        list(account, query) {
          const page = store.list(account, query);
          const named = query.after ? [] : (query.ids ?? []);
          const expired = named.flatMap(
            ({ collection, id }) => remembered.expired(account, query.partition, collection, id) ?? [],
          );
          return { ...page, records: [...page.records, ...expired] };
        },
        write(account, changes, quota) {
          const written = store.write(account, changes, quota);
          remembered.note(account, changes);
          return written;
        },
      };
    }),
    source: "speedb-io/speedb #394: a get of a key by its name returns values whose ttl has passed",
    noticedBy: "expiry.views",
  },

  "ttl-revives": {
    ...storing("brings an expired record back when a POST sets its ttl alone", (store) => {
      const remembered = new Remembered(store);
      return {
        write(account, changes, quota) {
          const back: string[] = [];
          const revived = changes.map((change): Change => {
            if (change.kind !== "update" || Object.keys(change.fields).join() !== "ttl") return change;
            const { partition, collection, id, fields } = change;
            const old = remembered.expired(account, partition, collection, id);
            if (!old) return change;
            back.push(`${collection}/${id}`);
            return { ...change, fields: { payload: old.payload, sortindex: old.sortindex, ...fields } };
          });
          const written = store.write(account, revived, quota);
          remembered.note(account, changes);
          return { ...written, created: written.created.filter((name) => !back.includes(name)) };
        },
      };
    }),
    source: "redis/redis #1026: EXPIRE brings a key back that has expired and is not evicted yet",
    noticedBy: "expiry.creates",
  },

  "raised-ttl-stops-others": {
    ...storing(
      "lets no other record of the account expire once the first one due is given a longer ttl",
      (store) => {
        const remembered = new Remembered(store);
        return {
          write(account, changes, quota) {
            const due = remembered
              .all(account)
              .flatMap(({ record }) => (record.expires && record.expires > Date.now() ? record.expires : []));
            const first = due.length > 1 ? Math.min(...due) : null;
            const raises = (change: Change) =>
              "fields" in change &&
              first !== null &&
              store.record(account, change.partition, change.collection, change.id)?.expires === first &&
              Date.now() + (change.fields.ttl ?? 0) * 1000 > Math.max(...due);
            const stops = changes.some(raises);
            const touched = new Set(changes.map((change) => ("fields" in change ? change.id : "")));
            const others = stops
              ? remembered.all(account).filter(({ record }) => record.expires && !touched.has(record.id))
              : [];
            // They get the version of this write with it, which nobody looks at as long as they live.
            const immortal = others.map(
              ({ partition, record: { collection, id } }): Change => ({
                kind: "update",
                partition,
                collection,
                id,
                fields: { ttl: null },
              }),
            );
            const written = store.write(account, [...changes, ...immortal], quota);
            remembered.note(account, [...changes, ...immortal]);
            return written;
          },
        };
      },
    ),
    source: "ideawu/ssdb #628: other keys never expire after a long ttl is set on the key that was due first",
    noticedBy: "expiry.gone",
  },

  "recreated-keeps-ttl": {
    ...storing("lets a record that is made again after its deletion expire with the old one", (store) => {
      const old = new Map<string, number>();
      const nameOf = (...names: string[]) => names.join("/");
      return {
        write(account, changes, quota) {
          const given = changes.map((change): Change => {
            if (change.kind === "deleteRecords") {
              const { partition, collection, ids } = change;
              for (const id of ids) {
                const { expires = null } = store.record(account, partition, collection, id) ?? {};
                if (expires !== null) old.set(nameOf(account, partition, collection, id), expires);
              }
            }
            if (!("fields" in change)) return change;
            const { partition, collection, id, fields } = change;
            const name = nameOf(account, partition, collection, id);
            const left = ((old.get(name) ?? 0) - Date.now()) / 1000;
            old.delete(name);
            const isNew = !store.record(account, partition, collection, id);
            return left > 0 && isNew && !fields.ttl
              ? { ...change, fields: { ...fields, ttl: left } }
              : change;
          });
          return store.write(account, given, quota);
        },
      };
    }),
    source:
      "distributedio/titan #33: the ttl of a key that is deleted and made again at once is that of the old one",
    noticedBy: "record.delete.forgotten",
  },

  "ttl-in-milliseconds": {
    ...storing("takes a ttl for milliseconds", (store) => ({
      write: (account, changes, quota) =>
        store.write(
          account,
          changes.map((change) =>
            "fields" in change && change.fields.ttl
              ? { ...change, fields: { ...change.fields, ttl: change.fields.ttl / 1000 } }
              : change,
          ),
          quota,
        ),
    })),
    source: "mozilla-services/syncstorage-rs #87: ttls come in seconds and are taken for milliseconds",
    noticedBy: "expiry.lives",
  },
};
