/** Faults in what a server makes of a record that has expired, or that a commit has deleted. */
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Call, type Fault, replying, storing } from "../fault.ts";
import { MODIFIED, UNMODIFIED, VERSION } from "../support/peek.ts";
import { asked, committing, leasing, SESSION } from "../support/session-leasing.ts";
import { recordAt, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";

/** Records that are gone, or will be, by account and full path. */
type Remembered = Map<string, StoredRecord>;

/** Remembers the records that a write gave a ttl. */
function mortals(store: Store, remembered: Remembered): Pick<Store, "write"> {
  return {
    write(account, changes, quota) {
      const written = store.write(account, changes, quota);
      for (const change of changes.filter(stores)) {
        const record = recordAt(store, account, change);
        const name = `${account}/${change.partition}/${change.collection}/${change.id}`;
        if (record?.expires) remembered.set(name, record);
        else remembered.delete(name);
      }
      return written;
    },
  };
}

/** A fault that goes on finding a record that has expired, for some requests. */
function findingExpired(does: string, finds: (call: Call) => boolean): Fault {
  const remembered: Remembered = new Map();
  return {
    ...leasing(does, () => ({})),
    store: (store) => ({ ...store, ...mortals(store, remembered), ...finding(store, remembered, finds) }),
  };
}

function finding(
  store: Store,
  remembered: Remembered,
  finds: (call: Call) => boolean,
): Pick<Store, "record"> {
  return {
    record(account, partition, collection, id) {
      const call = asked();
      const found = store.record(account, partition, collection, id);
      return (
        found ??
        (call && finds(call) ? remembered.get(`${account}/${partition}/${collection}/${id}`) : undefined)
      );
    },
  };
}

/** The records that a staged deletion of some records takes, by account and full path. */
function taken(change: Change, store: Store, account: string): [string, StoredRecord][] {
  if (change.kind !== "deleteRecords") return [];
  const { partition, collection, ids } = change;
  return ids.flatMap((id): [string, StoredRecord][] => {
    const record = store.record(account, partition, collection, id);
    return record ? [[`${account}/${partition}/${collection}/${id}`, record]] : [];
  });
}

/** A fault in what becomes of a record that a commit has deleted. */
function afterCommit(does: string, change: (store: Store, remembered: Remembered) => Partial<Store>): Fault {
  const remembered: Remembered = new Map();
  const remembering = committing(does, (staged, store, account) => {
    for (const one of staged) {
      for (const [name, record] of taken(one.change, store, account)) remembered.set(name, record);
    }
    return staged.map((one) => one.change);
  });
  return {
    ...remembering,
    store: (store) => ({ ...store, ...remembering.store?.(store), ...change(store, remembered) }),
  };
}

export const gone: Record<string, SubtleFault> = {
  "expired-ids-deleted": {
    ...storing("takes a version for a deletion by `ids` of nothing but expired records", (store) => {
      const remembered: Remembered = new Map();
      const noting = mortals(store, remembered);
      return {
        write(account, changes, quota) {
          const [first] = changes;
          if (changes.length !== 1 || first?.kind !== "deleteRecords") {
            if (changes.some(({ kind }) => kind === "wipe" || kind === "deleteCollections"))
              remembered.clear();
            return noting.write(account, changes, quota);
          }
          const { partition, collection, ids } = first;
          const isThere = ids.some((id) => store.record(account, partition, collection, id));
          const had = ids.filter((id) => remembered.delete(`${account}/${partition}/${collection}/${id}`));
          if (isThere || had.length === 0 || ids.length !== had.length)
            return store.write(account, changes, quota);
          return store.write(account, [
            { kind: "update", partition, collection, id: "raised", fields: {} },
            { ...first, ids: ["raised"] },
          ]);
        },
      };
    }),
    caughtBy: "expiry.version",
  },

  "expired-kept-beside-another": {
    ...findingExpired(
      "finds an expired record that `keep` names beside another one",
      ({ operation, query }) => Boolean(operation === "deleteAccount" && query.get("keep")?.includes(",")),
    ),
    caughtBy: "expiry.gone",
  },

  "expired-on-conditional-head": {
    ...findingExpired(
      "finds an expired record for a HEAD with a condition",
      ({ method, headers }) => method === "HEAD" && (headers.has(MODIFIED) || headers.has(UNMODIFIED)),
    ),
    caughtBy: "expiry.gone",
  },

  "expired-in-session": {
    ...findingExpired(
      "finds an expired record for a PUT in a session",
      ({ method, headers }) => method === "PUT" && headers.has(SESSION),
    ),
    caughtBy: "expiry.gone",
  },

  "expired-version-refused": { ...refusingWithOldVersion(), caughtBy: "expiry.gone" },

  "deleted-by-commit-changed": {
    ...afterCommit("answers a PUT of a record that a commit deleted as a change", (store, remembered) => ({
      write(account, changes, quota) {
        const written = store.write(account, changes, quota);
        const isAgain = changes.some(
          (change) =>
            change.kind === "replace" &&
            remembered.delete(`${account}/${change.partition}/${change.collection}/${change.id}`),
        );
        return isAgain ? { ...written, created: [] } : written;
      },
    })),
    caughtBy: "record.delete.forgotten",
  },

  "deleted-by-commit-conditioned": {
    ...afterCommit(
      "compares the condition of a write with a record that a commit deleted",
      (store, remembered) =>
        finding(
          store,
          remembered,
          ({ operation, headers }) =>
            headers.has(UNMODIFIED) && (operation === "putRecord" || operation === "postRecord"),
        ),
    ),
    caughtBy: "session.commit.applied",
  },

  "deleted-by-commit-kept": {
    ...afterCommit("finds a record that a commit deleted where `keep` names it", (store, remembered) =>
      finding(store, remembered, ({ operation }) => operation === "deleteAccount"),
    ),
    caughtBy: "session.commit.applied",
  },
};

/** Reports with a 412 the version that an expired record had. */
function refusingWithOldVersion(): Fault {
  const does = "reports with a 412 the version that an expired record had";
  const versions = new Map<string, number>();
  const endpointOf = ({ target, path }: Call) => target.split("?", 1)[0]?.slice(0, -path.length || undefined);
  const asking = leasing(does, () => ({}));
  const reporting = replying(does, (reply, { target, operation }) => {
    const isSingle = operation === "putRecord" || operation === "postRecord";
    const old = versions.get(target);
    if (isSingle && reply.status === 412 && reply.headers.get(VERSION) === "0" && old)
      reply.headers.set(VERSION, String(old));
  });
  return {
    does,
    handler: (next) => reporting.handler?.(asking.handler?.(next) ?? next) ?? next,
    store: (store) => ({
      ...store,
      write(account, changes, quota) {
        const written = store.write(account, changes, quota);
        const call = asked();
        for (const change of changes.filter(stores)) {
          if (!call || !recordAt(store, account, change)?.expires) continue;
          const { partition, collection, id } = change;
          versions.set(`${endpointOf(call)}/${partition}/${collection}/${id}`, written.version);
        }
        return written;
      },
    }),
  };
}
