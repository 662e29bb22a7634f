/** Faults that show only where several requests come together. */
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Fault, storing } from "../fault.ts";
import { asked, committing, leasing } from "../support/session-leasing.ts";
import { showing } from "../support/showing.ts";
import { nameOf, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";

export const sequences: Record<string, SubtleFault> = {
  "commit-delete-between": {
    ...committing(
      "commits first those deletions of a collection that stand between two writes to it",
      (staged) => {
        const changes = staged.map(({ change }) => change);
        const within = (change: Change, names: string[] | null) =>
          stores(change) && (names === null || names.includes(change.collection));
        const isBetween = (change: Change, index: number) =>
          change.kind === "deleteCollections" &&
          changes.slice(0, index).some((one) => within(one, change.collections)) &&
          changes.slice(index + 1).some((one) => within(one, change.collections));
        return [
          ...changes.filter(isBetween),
          ...changes.filter((change, index) => !isBetween(change, index)),
        ];
      },
    ),
    caughtBy: "model.sessions.commit",
  },

  "commit-partial-twice": {
    ...committing(
      "resets in a commit the sortindex of a record that two partial updates leave alone",
      (staged) => {
        const changes = staged.map(({ change }) => change);
        return changes.map((change, index) => {
          const again = (one: Change) =>
            stores(one) && one.kind === "update" && stores(change) && nameOf(one) === nameOf(change);
          if (!stores(change) || change.kind === "replace" || !changes.slice(0, index).some(again))
            return change;
          return { ...change, fields: { sortindex: null, ...change.fields } };
        });
      },
    ),
    caughtBy: "model.sessions.commit",
  },

  "commit-drops-emptied": {
    ...leasing("deletes with a commit the collections that were emptied before it", (sessions, store) => ({
      commit(account, id, quota) {
        const written = sessions.commit(account, id, quota);
        if (!written.changed) return written;
        const emptied = store
          .collections(account)
          .filter(({ count, version }) => count === 0 && version < written.version);
        for (const { path } of emptied) {
          const [partition, name = ""] = path.split("/");
          store.write(account, [
            { kind: "deleteCollections", partition: partition as "storage", collections: [name] },
          ]);
        }
        return written;
      },
    })),
    caughtBy: "model.sessions.commit",
  },

  "abort-leaks-deletion": { ...leakingDeletion(), caughtBy: "session.abort.drops" },

  "keep-like-named": {
    ...storing("keeps with a collection every other whose name begins like that", (store) => ({
      write(account, changes, quota) {
        const paths = store.collections(account).map(({ path }) => path);
        const wider = changes.map((change) =>
          change.kind === "wipe"
            ? {
                ...change,
                keep: [
                  ...change.keep,
                  ...paths.filter((path) =>
                    change.keep.some((kept) => kept.includes("/") && path.startsWith(kept)),
                  ),
                ],
              }
            : change,
        );
        return store.write(account, wider, quota);
      },
    })),
    caughtBy: "model.store.sequential",
  },

  "stale-listed-version": { ...staleInPartition(), caughtBy: "model.store.sequential" },

  "zero-before-unset": {
    ...storing("sorts a sortindex of 0 before one that is unset", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        if (query.sort !== "index" || page.more || query.after) return page;
        const rank = ({ sortindex }: StoredRecord) => (sortindex === null ? 1 : 0);
        const weight = ({ sortindex }: StoredRecord) => sortindex ?? 0;
        const records = page.records.toSorted((a, b) => weight(b) - weight(a) || rank(a) - rank(b));
        return { ...page, records };
      },
    })),
    caughtBy: "model.store.listing",
  },

  "empty-deletion-unseen": {
    ...storing("raises no version where the collection that a write deletes is empty", (store) => ({
      write(account, changes, quota) {
        const [change] = changes;
        if (changes.length > 1 || change?.kind !== "deleteCollections" || change.collections?.length !== 1) {
          return store.write(account, changes, quota);
        }
        const path = `${change.partition}/${change.collections[0]}`;
        const before = store.version(account);
        const empty = store.collections(account).some((found) => found.path === path && found.count === 0);
        const written = store.write(account, changes, quota);
        return empty ? { ...written, version: before, changed: false } : written;
      },
    })),
    caughtBy: "model.store.sequential",
  },

  "lease-of-existing": {
    ...leasing(
      "lets a deletion through to a leased collection that does not exist yet",
      (sessions, store) => ({
        live: (account) =>
          sessions.live(account).map((session) => {
            const paths = store.collections(account).map(({ path }) => path);
            const isThere = (path: string) => !path.includes("/") || paths.includes(path);
            return asked()?.method === "DELETE"
              ? { ...session, scope: session.scope.filter(isThere) }
              : session;
          }),
      }),
    ),
    caughtBy: "model.sessions.lease",
  },
};

/** An abort forgets what was staged, except deletions, which the next commit of any session performs. */
function leakingDeletion(): Fault {
  return leasing(
    "performs with the next commit the deletions that an aborted session had staged",
    (sessions) => {
      const staged = new Map<string, Change[]>();
      const leaked = new Map<string, Change[]>();
      return {
        stage(account, id, changes, amount) {
          const deletions = changes.filter((change) => !stores(change));
          staged.set(id, [...(staged.get(id) ?? []), ...deletions]);
          sessions.stage(account, id, changes, amount);
        },
        abort(account, id) {
          leaked.set(account, staged.get(id) ?? []);
          sessions.abort(account, id);
        },
        commit(account, id, quota) {
          sessions.stage(account, id, leaked.get(account) ?? [], { records: 0, bytes: 0 });
          leaked.delete(account);
          return sessions.commit(account, id, quota);
        },
      };
    },
  );
}

/** Listings of a partition show the version that a record had before a list with others overwrote it. */
function staleInPartition(): Fault {
  return storing(
    "lists in a partition records that one list overwrote together with others by their old version",
    (store) => {
      const old = new Map<string, { real: number; shown: number }>();
      const shown = (account: string, partition: string, record: StoredRecord) => {
        const kept = old.get(`${account}/${partition}/${record.collection}/${record.id}`);
        return kept?.real === record.version ? { ...record, version: kept.shown } : record;
      };
      return {
        write(account, changes, quota) {
          const before = changes.map((change) =>
            stores(change)
              ? store.record(account, change.partition, change.collection, change.id)
              : undefined,
          );
          const written = store.write(account, changes, quota);
          if (changes.length < 2) return written;
          for (const [index, change] of changes.entries()) {
            const was = before[index];
            if (stores(change) && was)
              old.set(`${account}/${nameOf(change)}`, { real: written.version, shown: was.version });
          }
          return written;
        },
        list: (account, query) =>
          query.collections === null
            ? showing(store, (record, _, partition) => shown(account, partition, record)).list(account, query)
            : store.list(account, query),
      } satisfies Partial<Store>;
    },
  );
}
