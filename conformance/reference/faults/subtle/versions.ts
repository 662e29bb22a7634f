/** Faults in the version and the time of a record of which one field alone is written. */
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Fault, storing } from "../fault.ts";
import { leasing } from "../support/session-leasing.ts";
import { Stale, showing } from "../support/showing.ts";
import { nameOf, type Storing, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";

type Shown = Pick<StoredRecord, "version" | "modified">;

/** A fault that goes on showing the old version or the old `modified` of some records that are written to. */
function keeping(
  does: string,
  keeps: (change: Storing, count: number) => boolean,
  what: (old: StoredRecord) => Partial<Shown>,
): Fault {
  const kept = new Map<string, { real: number; shown: Partial<Shown> }>();
  const remember = (store: Store, account: string, changes: Change[], write: () => number) => {
    const old = changes.filter(stores).map((change) => {
      const { partition, collection, id } = change;
      return { change, was: store.record(account, partition, collection, id) };
    });
    const version = write();
    for (const { change, was } of old) {
      if (!was || change.kind === "replace" || !keeps(change, changes.length)) continue;
      const before = kept.get(`${account}/${nameOf(change)}`);
      const shown = before && before.real === was.version ? { ...what(was), ...before.shown } : what(was);
      kept.set(`${account}/${nameOf(change)}`, { real: version, shown });
    }
  };
  const fault = storing(does, (store) => ({
    write(account, changes, quota) {
      let written: ReturnType<Store["write"]> | undefined;
      remember(store, account, changes, () => {
        written = store.write(account, changes, quota);
        return written.version;
      });
      return written as ReturnType<Store["write"]>;
    },
    ...showing(store, (record, account, partition) => {
      const found = kept.get(`${account}/${partition}/${record.collection}/${record.id}`);
      return found?.real === record.version ? { ...record, ...found.shown } : record;
    }),
  }));
  const staging = leasing(does, (sessions, store) => {
    const held = new Map<string, Change[]>();
    return {
      stage(account, id, changes, amount) {
        held.set(id, [...(held.get(id) ?? []), ...changes]);
        sessions.stage(account, id, changes, amount);
      },
      commit(account, id, quota) {
        let written: ReturnType<Store["write"]> | undefined;
        remember(store, account, held.get(id) ?? [], () => {
          written = sessions.commit(account, id, quota);
          return written.version;
        });
        return written as ReturnType<Store["write"]>;
      },
    };
  });
  return {
    ...staging,
    store: (store) => staging.store?.(fault.store?.(store) ?? store) ?? store,
  };
}

const gives = ({ fields }: Storing, ...names: string[]) =>
  Object.keys(fields).sort().join() === names.toSorted().join();

const both = ({ version, modified }: StoredRecord) => ({ version, modified });

export const versions: Record<string, SubtleFault> = {
  "ttl-alone-unversioned": {
    ...keeping(
      "keeps version and `modified` of a record when its `ttl` alone is set",
      (change) => gives(change, "ttl"),
      both,
    ),
    caughtBy: "version.write.unchanged",
  },
  "sortindex-alone-unversioned": {
    ...keeping(
      "keeps version and `modified` of a record when its `sortindex` alone is set",
      (change) => gives(change, "sortindex"),
      both,
    ),
    caughtBy: "version.write.record",
  },
  "list-raises-last": { ...raisingLast(), caughtBy: "version.write.containers" },
  "list-ttl-unversioned": {
    ...keeping(
      "keeps the version of a record when a list of several sets its `ttl` alone",
      (change, count) => count > 1 && gives(change, "ttl"),
      ({ version }) => ({ version }),
    ),
    caughtBy: "version.write.unchanged",
  },
  "ttl-alone-undated": {
    ...keeping(
      "keeps the `modified` of a record when its `ttl` alone is set",
      (change) => gives(change, "ttl"),
      ({ modified }) => ({ modified }),
    ),
    caughtBy: "record.modified.time",
  },
  "list-undated": {
    ...keeping(
      "keeps the `modified` of the records that a list of several changes",
      (_, count) => count > 1,
      ({ modified }) => ({ modified }),
    ),
    caughtBy: "record.modified.time",
  },
  "nothing-undated": {
    ...keeping(
      "keeps the `modified` of a record when no field of it is given",
      (change) => gives(change),
      ({ modified }) => ({ modified }),
    ),
    caughtBy: "record.modified.time",
  },
};

/** Of the collections that a write stores in, only the last is seen to have its version. */
function raisingLast(): Fault {
  return storing(
    "raises of the collections that are there the last one alone in which a list stores",
    (store) => {
      const stale = new Stale();
      return {
        write(account, changes, quota) {
          const stored = [
            ...new Set(changes.filter(stores).map((one) => `${one.partition}/${one.collection}`)),
          ];
          const before = new Map(store.collections(account).map(({ path, version }) => [path, version]));
          const shown = (path: string, real: number) => stale.shown(`${account}/${path}`, real);
          const old = stored.slice(0, -1).map((path) => [path, shown(path, before.get(path) ?? 0)] as const);
          const written = store.write(account, changes, quota);
          for (const [path, version] of old)
            if (before.has(path)) stale.keep(`${account}/${path}`, written.version, version);
          return written;
        },
        collections: (account) =>
          store
            .collections(account)
            .map((one) => ({ ...one, version: stale.shown(`${account}/${one.path}`, one.version) })),
        collectionVersion(account, partition, collection) {
          const real = store.collectionVersion(account, partition, collection);
          return real && stale.shown(`${account}/${partition}/${collection}`, real);
        },
      };
    },
  );
}
