/** Servers with one fault each, for the rules of `checks/version/index.ts`. */
import { answering, type FaultsOf, storing } from "../fault.ts";
import { peek, VERSION, versionOf } from "../support/peek.ts";
import { Stale, showing } from "../support/showing.ts";
import { versionConcurrency } from "./concurrency.ts";
import { versionDelete } from "./delete.ts";
import { versionStanding } from "./standing.ts";

export const version = {
  ...versionConcurrency,
  ...versionDelete,
  ...versionStanding,
  "version.write.greater": storing("takes no version if a write changes only the sortindex", (store) => {
    const sorted = new Map<string, number | null>();
    const nameOf = (...names: string[]) => names.join("/");
    return {
      ...showing(store, (record, account) => {
        const sortindex = sorted.get(nameOf(account, record.collection, record.id));
        return { ...record, sortindex: sortindex === undefined ? record.sortindex : sortindex };
      }),
      write(account, changes) {
        for (const change of changes) {
          if (!("fields" in change)) continue;
          const { partition, collection, id, fields } = change;
          const { sortindex, ...others } = fields;
          const only = sortindex !== undefined && Object.keys(others).length === 0;
          const name = nameOf(account, collection, id);
          sorted.delete(name);
          if (!only || changes.length > 1 || !store.record(account, partition, collection, id)) continue;
          sorted.set(name, sortindex);
          const version = store.version(account);
          return { version, modified: store.now(), created: [], changed: true, usage: null };
        }
        return store.write(account, changes);
      },
    };
  }),

  "version.write.header": answering(
    "reports the last version of a record that it deletes rather than the one that it takes",
    async (call) => {
      if (call.operation !== "deleteRecord") return call.pass();
      const record = await peek(call);
      const reply = await call.pass();
      if (reply.ok) reply.headers.set(VERSION, String(versionOf(record)));
      return reply;
    },
  ),

  "version.write.record": storing(
    "leaves the version of a record as it was when a list changes it",
    (store) => {
      const stale = new Stale();
      const nameOf = (...names: string[]) => names.join("/");
      return {
        ...showing(store, (record, account) => {
          const name = nameOf(account, record.collection, record.id);
          return { ...record, version: stale.shown(name, record.version) };
        }),
        write(account, changes) {
          const before = changes.map((change) =>
            "id" in change
              ? store.record(account, change.partition, change.collection, change.id)
              : undefined,
          );
          const written = store.write(account, changes);
          for (const old of changes.length > 1 ? before : []) {
            if (old) stale.keep(nameOf(account, old.collection, old.id), written.version, old.version);
          }
          return written;
        },
      };
    },
  ),

  "version.write.containers": storing(
    "raises the version of the partition only when a record comes or goes",
    (store) => {
      const stale = new Stale();
      return {
        version(account, partition) {
          const real = store.version(account, partition);
          return partition ? stale.shown(`${account}/${partition}`, real) : real;
        },
        write(account, changes) {
          const [change] = changes;
          if (!change || change.kind === "wipe") return store.write(account, changes);
          const name = `${account}/${change.partition}`;
          const before = stale.shown(name, store.version(account, change.partition));
          const written = store.write(account, changes);
          const updates = changes.every(({ kind }) => kind === "update" || kind === "replace");
          if (updates && written.created.length === 0) stale.keep(name, written.version, before);
          return written;
        },
      };
    },
  ),

  "version.write.unchanged": storing("takes no version for a record that is as it was", (store) => ({
    write(account, changes) {
      const idle = changes.every((change) => {
        if (!("fields" in change)) return false;
        const { partition, collection, id, fields, kind } = change;
        const old = store.record(account, partition, collection, id);
        const { payload, sortindex, ttl } = fields;
        const base = kind === "update" ? { payload: old?.payload, sortindex: old?.sortindex } : {};
        const same =
          (payload === undefined ? base.payload : payload) === old?.payload &&
          ((sortindex === undefined ? base.sortindex : sortindex) ?? null) === old?.sortindex;
        return old !== undefined && same && ttl === undefined && old.expires === null;
      });
      return store.write(account, idle ? [] : changes);
    },
  })),

  "version.write.siblings": storing("keeps one version for all records of a collection", (store) =>
    showing(store, (record, account, partition) => ({
      ...record,
      version: store.collectionVersion(account, partition, record.collection) ?? record.version,
    })),
  ),

  "version.never-repeats": storing("forgets the version of an account that it empties", (store) => {
    const emptied = new Map<string, number>();
    // An account by another name has no version yet.
    const now = (account: string) => `${account}${".".repeat(emptied.get(account) ?? 0)}`;
    return {
      version: (account, partition) => store.version(now(account), partition),
      collectionVersion: (account, ...names) => store.collectionVersion(now(account), ...names),
      collections: (account) => store.collections(now(account)),
      record: (account, ...names) => store.record(now(account), ...names),
      list: (account, query) => store.list(now(account), query),
      write(account, changes) {
        const written = store.write(now(account), changes);
        const all = changes.some((change) => change.kind === "deleteCollections" && !change.collections);
        if (all && written.changed) emptied.set(account, (emptied.get(account) ?? 0) + 1);
        return written;
      },
    };
  }),
} satisfies FaultsOf<"version">;
