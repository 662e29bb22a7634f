/** Faults that a reviewer planted, and that no check noticed then. */
import { LIMITS } from "../../service-limits.ts";
import type { StoredRecord } from "../../store.ts";
import { answering, type Call, type Fault, headersWith, replying, storing } from "../fault.ts";
import { asked, leasing } from "../support/session-leasing.ts";
import { recordAt, type Storing, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";

const TOKEN = "X-Weave-Next-Offset";

const isListing = ({ operation }: Call) => operation === "getCollection" || operation === "getPartition";

const pathOf = ({ partition, collection }: Storing) => `${partition}/${collection}`;

/** Finds for a `keep` what was once read, though it has expired since. */
function keepingExpired(): Fault {
  const does = "finds a record that has expired where `keep` names it";
  const read = new Map<string, StoredRecord>();
  return {
    ...leasing(does, () => ({})),
    store: (store) => ({
      ...store,
      record(account, partition, collection, id) {
        const name = `${account}/${partition}/${collection}/${id}`;
        const found = store.record(account, partition, collection, id);
        if (found?.expires) read.set(name, found);
        return found ?? (asked()?.query.has("keep") ? read.get(name) : undefined);
      },
    }),
  };
}

/** Shows the version of before of a collection that lost all but a record which is kept. */
function unraised(): Fault {
  return storing("leaves a collection its version that loses all but a record that is kept", (store) => {
    const raised = new Map<string, { to: number; from: number }>();
    return {
      write(account, changes, quota) {
        const before = store.collections(account);
        const written = store.write(account, changes, quota);
        for (const path of changes.flatMap((change) => (change.kind === "wipe" ? change.keep : []))) {
          const [collection] = before.filter((one) => path.startsWith(`${one.path}/`));
          if (!collection) continue;
          const { version: from } = collection;
          raised.set(`${account}/${collection.path}`, { to: written.version, from });
        }
        return written;
      },
      collections: (account) =>
        store.collections(account).map((one) => {
          const { to, from } = raised.get(`${account}/${one.path}`) ?? { to: 0, from: 0 };
          return one.version === to ? { ...one, version: from } : one;
        }),
    };
  });
}

/** Hawk nonces that came, each with the time at which it came first. */
const nonces = new Map<string, string>();

export const overlooked: Record<string, SubtleFault> = {
  "post-loses-zero": {
    ...storing("loses a `sortindex` of 0 by a POST that leaves it out", (store) => ({
      write(account, changes, quota) {
        const lossy = changes.map((change) => {
          if (!stores(change) || change.kind === "replace" || change.fields.sortindex !== undefined)
            return change;
          const isZero = recordAt(store, account, change)?.sortindex === 0;
          return isZero ? { ...change, fields: { ...change.fields, sortindex: null } } : change;
        });
        return store.write(account, lossy, quota);
      },
    })),
    caughtBy: "record.post.keeps",
  },
  "ids-unsorted": {
    ...storing("does not sort what `ids` names", (store) => ({
      list: (account, query) => store.list(account, query.ids ? { ...query, sort: null } : query),
    })),
    caughtBy: "list.sort.newest",
  },
  "octets-full-token": {
    ...replying("takes a page that its payloads fill for one that is not the last", (reply, call) => {
      if (!isListing(call) || !reply.ok || reply.headers.has(TOKEN)) return;
      const { items = [] } = Object(reply.json) as { items?: { payload?: string }[] };
      const octets = items.reduce((sum, { payload = "" }) => sum + Buffer.byteLength(payload), 0);
      if (octets >= LIMITS.max_page_bytes) reply.headers.set(TOKEN, "AAAA");
    }),
    caughtBy: "header.next-offset.last",
  },
  "records-before-cut": {
    ...replying("counts the records that it has found before it ends a page by its octets", (reply, call) => {
      const cut = reply.headers.has(TOKEN) && call.query.has("full") && !call.query.has("limit");
      const count = Number(reply.headers.get("X-Weave-Records"));
      if (isListing(call) && cut) reply.headers.set("X-Weave-Records", String(count + 1));
    }),
    caughtBy: "header.records.count",
  },
  "expired-lost": {
    ...storing("raises a collection that loses to a wipe nothing but what has expired", (store) => {
      const mortal = new Set<string>();
      const raised = new Map<string, number>();
      return {
        write(account, changes, quota) {
          const written = store.write(account, changes, quota);
          for (const change of changes) {
            if (stores(change) && change.fields.ttl) mortal.add(`${account}/${pathOf(change)}`);
            for (const path of change.kind === "wipe" ? change.keep : []) {
              const name = `${account}/${path.split("/").slice(0, 2).join("/")}`;
              if (path.split("/").length === 3 && mortal.has(name)) raised.set(name, written.version);
            }
          }
          return written;
        },
        collections: (account) =>
          store.collections(account).map((one) => ({
            ...one,
            version: Math.max(one.version, raised.get(`${account}/${one.path}`) ?? 0),
          })),
      };
    }),
    caughtBy: "expiry.version",
  },
  "expired-kept": {
    ...keepingExpired(),
    caughtBy: "expiry.gone",
  },
  "partition-raised-whole": {
    ...storing("raises every collection of a partition for a list that stores in several", (store) => {
      const raised = new Map<string, number>();
      return {
        write(account, changes, quota) {
          const written = store.write(account, changes, quota);
          const several = new Set(changes.filter(stores).map(({ collection }) => collection)).size > 1;
          if (several) raised.set(account, written.version);
          return written;
        },
        collections: (account) =>
          store.collections(account).map((one) => ({
            ...one,
            version: Math.max(one.version, raised.get(account) ?? 0),
          })),
      };
    }),
    caughtBy: "version.write.siblings",
  },
  "several-missing-deleted": {
    ...answering(
      "takes a version for a deletion that names several records, none of them there",
      async (call) => {
        const several = call.operation === "deleteCollection" && call.query.get("ids")?.includes(",");
        const reply = await call.pass();
        if (several && reply.ok)
          await call.pass({
            method: "POST",
            query: "",
            text: '[{"id":"raised"}]',
            headers: headersWith(call.headers, { "Content-Type": "application/json" }),
          });
        return reply;
      },
    ),
    caughtBy: "version.nothing.takes-none",
  },
  "emptied-deleted-unnoticed": {
    ...storing("reports the version of before for deleting collections that hold nothing", (store) => ({
      write(account, changes, quota) {
        const held = store.collections(account).reduce((sum, { count }) => sum + count, 0);
        const written = store.write(account, changes, quota);
        const empties = held === 0 && !changes.some(stores) && written.changed;
        return empties ? { ...written, changed: false, version: written.version - 1 } : written;
      },
    })),
    caughtBy: "version.delete.containers",
  },
  "kept-record-not-raised": {
    ...unraised(),
    caughtBy: "version.delete.containers",
  },
  "further-page-smaller": {
    ...storing("ends a further page at a hundred items where nobody gives a limit", (store) => ({
      list: (account, query) =>
        store.list(
          account,
          query.after && query.limit === LIMITS.max_page_records ? { ...query, limit: 100 } : query,
        ),
    })),
    caughtBy: "list.limit.least",
  },
  "nonce-once-for-all": {
    ...answering("takes a Hawk nonce once, whatever its time", (call) => {
      const [, ts, nonce] = /ts="(\d+)", nonce="([^"]+)"/.exec(call.headers.get("Authorization") ?? "") ?? [];
      if (ts === undefined || nonce === undefined) return call.pass();
      const first = nonces.get(nonce) ?? ts;
      nonces.set(nonce, first);
      const headers = first === ts ? call.headers : headersWith(call.headers, { Authorization: null });
      return call.pass({ headers });
    }),
    caughtBy: "auth.hawk",
  },
};
