/** Faults by which two names pass for one. */
import type { Store } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Call, type Fault, storing } from "../fault.ts";
import { asked, seeing } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

/** Whether two names are taken for the same. */
type Alike = (asked: string, name: string) => boolean;

/** A server that leaves the comparison to LIKE, for which `_` is any character. */
const isLike: Alike = (pattern, name) => new RegExp(`^${pattern.replaceAll("_", ".")}$`).test(name);

/** A server whose collation knows no case. */
const sameButCase: Alike = (one, other) => one.toLowerCase() === other.toLowerCase();

/** The full paths of all collections of an account, or of all records too. */
function pathsOf(store: Store, account: string, withRecords = false): string[] {
  const collections = store.collections(account).map(({ path }) => path);
  if (!withRecords) return collections;
  const records = (["control", "storage"] as const).flatMap((partition) =>
    store
      .list(account, {
        partition,
        collections: null,
        ids: null,
        newer: null,
        older: null,
        sort: null,
        after: null,
        limit: 100_000,
      })
      .records.map(({ collection, id }) => `${partition}/${collection}/${id}`),
  );
  return [...collections, ...records];
}

/** Names that are given, and what else is taken for them. */
function widened(given: readonly string[], all: readonly string[], alike: Alike): string[] {
  return [...new Set([...given, ...all.filter((name) => given.some((one) => alike(one, name)))])];
}

/** A fault that takes more for what a deletion names than it does. */
function deleting(does: string, alike: Alike, kind: Change["kind"]): Fault {
  const widen = (store: Store, account: string, change: Change): Change => {
    if (change.kind !== kind) return change;
    const paths = pathsOf(store, account, true);
    if (change.kind === "wipe") return { ...change, keep: widened(change.keep, paths, alike) };
    if (change.kind === "deleteRecords") {
      const within = `${change.partition}/${change.collection}/`;
      const ids = paths.filter((path) => path.startsWith(within)).map((path) => path.slice(within.length));
      return { ...change, ids: widened(change.ids, ids, alike) };
    }
    if (change.kind === "deleteCollections" && change.collections) {
      const within = `${change.partition}/`;
      const names = paths.filter((path) => path.startsWith(within)).map((path) => path.split("/")[1] ?? "");
      return { ...change, collections: widened(change.collections, names, alike) };
    }
    return change;
  };
  return storing(does, (store) => ({
    write: (account, changes, quota) =>
      store.write(
        account,
        changes.map((change) => widen(store, account, change)),
        quota,
      ),
  }));
}

/** The collection to which a call goes, by its full path. */
const targetOf = (call: Call | undefined) => (call?.path ?? "").split("/").slice(1, 3).join("/");

/** A fault that takes a collection for one in the scope of a live session. */
function leasingAlike(does: string, alike: Alike): Fault {
  return seeing(does, (live, call) => {
    const target = targetOf(call);
    return live.map((session) =>
      session.scope.some((path) => path.includes("/") && alike(path, target))
        ? { ...session, scope: [...session.scope, target] }
        : session,
    );
  });
}

export const alike: Record<string, SubtleFault> = {
  "ids-deleted-like": {
    ...deleting("takes `_` in `ids` of a DELETE for any character", isLike, "deleteRecords"),
    caughtBy: "collection.delete.ids",
  },
  "collections-deleted-like": {
    ...deleting("takes `_` in `collections` of a DELETE for any character", isLike, "deleteCollections"),
    caughtBy: "partition.delete.collections",
  },
  "kept-like": {
    ...deleting("takes `_` in `keep` for any character", isLike, "wipe"),
    caughtBy: "keep.others",
  },
  "kept-in-any-case": {
    ...deleting("compares the names in `keep` without case", sameButCase, "wipe"),
    caughtBy: "keep.others",
  },
  "ids-listed-like": {
    ...storing("takes `_` in `ids` of a listing for any character", (store) => ({
      list(account, query) {
        if (!query.ids) return store.list(account, query);
        const named = query.ids.map(({ collection, id }) => `${query.partition}/${collection}/${id}`);
        const found = widened(named, pathsOf(store, account, true), (one, name) => {
          const [, collection, id = ""] = one.split("/");
          const [, other, name2] = name.split("/");
          return name.startsWith(query.partition) && collection === other && isLike(id, name2 ?? "/");
        });
        const ids = found.map((path) => path.split("/") as [string, string, string]);
        return store.list(account, { ...query, ids: ids.map(([, collection, id]) => ({ collection, id })) });
      },
    })),
    caughtBy: "list.ids.selects",
  },
  "leased-like": {
    ...leasingAlike("takes `_` in a scope for any character", isLike),
    caughtBy: "session.lease.outside",
  },
  "leased-in-any-case": {
    ...leasingAlike("compares the collections of a scope without case", sameButCase),
    caughtBy: "session.lease.outside",
  },
  "lease-of-sixty-four": {
    ...seeing("protects no more than the first 64 paths of a scope", (live) =>
      asked()?.path === "/sessions" ? live : live.map((one) => ({ ...one, scope: one.scope.slice(0, 64) })),
    ),
    caughtBy: "session.lease.refused",
  },
};
