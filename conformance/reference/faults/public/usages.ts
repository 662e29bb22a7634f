/** Bytes and records that are counted wrongly. */
import { readTarget, storeName } from "../../request-target.ts";
import type { Store } from "../../store.ts";
import { answering, type Call, replying, storing } from "../fault.ts";
import { listOf } from "../support/limit.ts";
import { peek, turnInto } from "../support/peek.ts";
import { ownerOf } from "../support/racing.ts";
import type { PublicFaults } from "./fault.ts";

export const usages: PublicFaults = {
  "full-account-unreadable": {
    ...answering("answers 403 to listings of a full account", async (call) => {
      if (call.operation !== "getCollection" || !call.target.startsWith("/quota/")) return call.pass();
      const view = await peek(call, "/info/quota");
      if (!view.ok || view.json.quota === null || view.json.usage < view.json.quota) return call.pass();
      turnInto(view, 403, "quota-exceeded");
      return view;
    }),
    source: "Kinto/kinto #1225: a GET of a collection beyond its size is 507",
    noticedBy: "quota.full",
  },

  "quota-code": {
    ...replying("gives a 403 for the quota the code of a limit", (reply) => {
      if (reply.status === 403 && reply.json?.code === "quota-exceeded") turnInto(reply, 403, "too-large");
    }),
    source:
      "mozilla-services/syncstorage-rs #769, #773: the code of an error beyond the quota is that of another one",
    noticedBy: "quota.exceeded",
  },

  "collection-deletion-frees-not": {
    ...storing("counts against the quota what went with a deleted collection", (store) => {
      const ghosts = new Map<string, number>();
      return {
        write(account, changes, quota = null) {
          const before = usage(store, account);
          const ghost = ghosts.get(account) ?? 0;
          const written = store.write(account, changes, quota === null ? null : Math.max(0, quota - ghost));
          const deletes = changes.length === 1 && changes[0]?.kind === "deleteCollections";
          if (deletes) ghosts.set(account, ghost + before - usage(store, account));
          const shown = written.usage === null ? null : written.usage + (ghosts.get(account) ?? 0);
          return { ...written, usage: shown };
        },
      };
    }),
    source: "sismics/docs #308: the deletion of a document with its files leaves the used quota as it is",
    noticedBy: "quota.remaining.value",
  },

  "failed-uses": {
    ...failedUses(),
    source: "owncloud/ocis #6877: a file that is refused after its upload uses up quota",
    noticedBy: "info.quota.usage",
  },

  "commit-counts-twice": {
    ...commitCountsTwice(),
    source: "matrixorigin/matrixone #14447: some of the storage usage is counted twice",
    noticedBy: "quota.remaining.value",
  },

  "usage-of-all-accounts": {
    ...usageOfAll(),
    source: "4teamwork/opengever.core #2734: the usage of one container is that of all of the site",
    noticedBy: "account.apart.quota",
  },

  "overwrite-counts-twice": {
    ...storing("counts a record again that a list has overwritten", (store) => {
      const again = new Map<string, Set<string>>();
      return {
        collections: (account) =>
          store.collections(account).map((state) => ({
            ...state,
            count: state.count + (again.get(`${account}/${state.path}`)?.size ?? 0),
          })),
        write(account, changes, quota) {
          for (const change of changes.length > 1 ? changes : []) {
            if (!("fields" in change)) continue;
            const { partition, collection, id } = change;
            const path = `${account}/${partition}/${collection}`;
            if (store.record(account, partition, collection, id))
              again.set(path, (again.get(path) ?? new Set()).add(id));
          }
          const written = store.write(account, changes, quota);
          const there = new Set(store.collections(account).map(({ path }) => `${account}/${path}`));
          for (const path of again.keys())
            if (path.startsWith(`${account}/`) && !there.has(path)) again.delete(path);
          return written;
        },
      };
    }),
    source: "atuinsh/atuin #1150: the server counts entries that it holds twice",
    noticedBy: "info.counts.exact",
  },
};

function usage(store: Store, account: string): number {
  return store.collections(account).reduce((sum, { bytes }) => sum + bytes, 0);
}

function accountOf(call: Call): string {
  return storeName(readTarget(call.target), call.account ?? "");
}

function failedUses() {
  const used = new Map<string, number>();
  return replying("counts in the usage of /info/quota what failed in lists", (reply, call) => {
    const failed = listOf(call) ? (reply.json?.failed ?? {}) : {};
    for (const element of listOf(call) ?? []) {
      const { id, collection, payload } = Object(element) as Record<string, string>;
      const isOne = id !== undefined && (id in failed || `${collection}/${id}` in failed);
      if (reply.status === 200 && isOne && typeof payload === "string")
        used.set(ownerOf(call), (used.get(ownerOf(call)) ?? 0) + Buffer.byteLength(payload));
    }
    const more = used.get(ownerOf(call));
    if (call.operation === "getInfoQuota" && reply.status === 200 && more)
      reply.json = { ...reply.json, usage: reply.json.usage + more };
  });
}

function commitCountsTwice() {
  return storing("counts the payloads twice that a commit has stored", (store) => {
    const committed = new Map<string, Set<string>>();
    const staged = new Map<string, string[]>();
    return {
      collections: (account) =>
        store.collections(account).map((state) => {
          const extra = [...(committed.get(account) ?? [])]
            .filter((name) => name.startsWith(`${state.path}/`))
            .map((name) => {
              const [partition, collection = "", id = ""] = name.split("/");
              const record = store.record(account, partition as "storage", collection, id);
              return record ? Buffer.byteLength(record.payload) : 0;
            });
          return { ...state, bytes: extra.reduce((sum, bytes) => sum + bytes, state.bytes) };
        }),
      write(account, changes, quota) {
        for (const change of changes)
          if ("fields" in change)
            committed.get(account)?.delete(`${change.partition}/${change.collection}/${change.id}`);
        return store.write(account, changes, quota);
      },
      sessions: {
        ...store.sessions,
        stage(account, id, changes, amount) {
          const names = changes.flatMap((change) =>
            "fields" in change ? [`${change.partition}/${change.collection}/${change.id}`] : [],
          );
          staged.set(id, [...(staged.get(id) ?? []), ...names]);
          store.sessions.stage(account, id, changes, amount);
        },
        commit(account, id, quota) {
          const written = store.sessions.commit(account, id, quota);
          committed.set(account, new Set([...(committed.get(account) ?? []), ...(staged.get(id) ?? [])]));
          return written;
        },
      },
    };
  });
}

/** Each server has a store of its own, which is opened just before its handler is made. */
function usageOfAll() {
  const does = "gives in /info/quota the usage of all accounts together";
  let latest: Store | null = null;
  const opened = storing(does, (store) => {
    const accounts = new Set<string>();
    const seen: Store = {
      ...store,
      write(account, changes, quota) {
        accounts.add(account);
        return store.write(account, changes, quota);
      },
    };
    others.set(seen, accounts);
    latest = seen;
    return { write: seen.write };
  });
  return {
    ...opened,
    handler: (next: Parameters<NonNullable<typeof opened.handler>>[0]) => {
      const store = latest;
      const { handler } = replying(does, (reply, call) => {
        if (call.operation !== "getInfoQuota" || reply.status !== 200 || !store) return;
        const own = accountOf(call);
        const more = [...(others.get(store) ?? [])]
          .filter((account) => account !== own)
          .reduce((sum, account) => sum + usage(store, account), 0);
        reply.json = { ...reply.json, usage: reply.json.usage + more };
      });
      return handler ? handler(next) : next;
    },
  };
}

const others = new WeakMap<Store, Set<string>>();
