import { LIMITS } from "../../service-limits.ts";
import { answering, type Call, type Fault, headersWith, replying, storing } from "../fault.ts";
import { UNMODIFIED } from "../peek.ts";
import { recordAt, stores } from "./changes.ts";
import { isStoring, type Sent, taking, without } from "./changing.ts";
import type { SubtleFault } from "./fault.ts";

const MODIFIED = "X-If-Modified-Since-Version";
const TOKEN = "X-Weave-Next-Offset";

const isListing = ({ operation }: Call) => operation === "getCollection" || operation === "getPartition";
const isList = ({ operation }: Call) => operation === "postCollection" || operation === "postPartition";

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

const KNOWN = ["id", "version", "modified", "payload", "sortindex", "ttl"];

function withoutUnknownNull(record: Sent): Sent {
  const odd = Object.keys(record).filter((name) => record[name] === null && !KNOWN.includes(name));
  return without(record, ...odd);
}

/** Hawk nonces that came, each with the time at which it came first. */
const nonces = new Map<string, string>();

/** Faults that a reviewer planted, and that no check noticed then. */
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
  "list-integral-refused": {
    ...answering("takes `1.0` for no integer in a list", (call) =>
      isList(call) && /"(?:sortindex|ttl)":-?\d+\.0/.test(call.text)
        ? call.pass({ text: call.text.replace(/("(?:sortindex|ttl)":-?\d+)\.0/, "$1.5") })
        : call.pass(),
    ),
    caughtBy: "record.integer.integral",
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
  "limit-32-bits": {
    ...answering("reads the lowest 32 bits of `limit`", (call) => {
      const limit = call.query.get("limit");
      if (!isListing(call) || limit === null || !(Number(limit) >= 2 ** 32)) return call.pass();
      const query = new URLSearchParams(call.query);
      query.set("limit", String(Math.max(1, Number(limit) % 2 ** 32)));
      return call.pass({ query: query.toString() });
    }),
    caughtBy: "list.limit.least",
  },
  "older-32-bits": {
    ...answering("reads the lowest 32 bits of `older`", (call) => {
      const older = call.query.get("older");
      if (!isListing(call) || older === null || !(Number(older) >= 2 ** 32)) return call.pass();
      const query = new URLSearchParams(call.query);
      query.set("older", String(Number(older) % 2 ** 32));
      return call.pass({ query: query.toString() });
    }),
    caughtBy: "list.older.strict",
  },
  "older-zero": {
    ...storing("takes `older=0` for no bound", (store) => ({
      list: (account, query) => store.list(account, { ...query, older: query.older || null }),
    })),
    caughtBy: "list.older.strict",
  },
  "records-before-cut": {
    ...replying("counts the records that it has found before it ends a page by its octets", (reply, call) => {
      const cut = reply.headers.has(TOKEN) && call.query.has("full") && !call.query.has("limit");
      const count = Number(reply.headers.get("X-Weave-Records"));
      if (isListing(call) && cut) reply.headers.set("X-Weave-Records", String(count + 1));
    }),
    caughtBy: "header.records.count",
  },
  "unknown-null-ignored": {
    ...taking("ignores fields that it does not know where they are null", (record, { list }) =>
      list ? record : withoutUnknownNull(record),
    ),
    caughtBy: "record.body.unexpected",
  },
  "list-unknown-null-ignored": {
    ...taking("ignores fields of a list that it does not know where they are null", (record, { list }) =>
      list ? withoutUnknownNull(record) : record,
    ),
    caughtBy: "batch.failed.reason",
  },
  "blank-lines-counted": {
    ...answering("counts blank lines as elements of a list", (call) => {
      const lines = call.headers.get("Content-Type") === "application/newlines" ? call.text.split("\n") : [];
      if (!isList(call) || lines.length <= LIMITS.max_post_records + 1) return call.pass();
      const text = lines.map((line, index) => line || `{"id":"blank${index}"}`).join("\n");
      return call.pass({ text });
    }),
    caughtBy: "limit.post-records.within",
  },
  "emptied-deleted-unnoticed": {
    ...storing("reports the version of before for deleting collections that hold nothing", (store) => ({
      write(account, changes, quota) {
        const held = store.collections(account).reduce((sum, { count }) => sum + count, 0);
        const written = store.write(account, changes, quota);
        const empties = held === 0 && !changes.some(isStoring) && written.changed;
        return empties ? { ...written, changed: false, version: written.version - 1 } : written;
      },
    })),
    caughtBy: "version.delete.containers",
  },
  "kept-record-not-raised": {
    ...unraised(),
    caughtBy: "version.delete.containers",
  },
  "condition-zeros": {
    ...answering("refuses a condition with leading zeros", (call) => {
      const name = [MODIFIED, UNMODIFIED].find((one) => /^0\d/.test(call.headers.get(one) ?? ""));
      if (name === undefined) return call.pass();
      const headers = new Headers(call.headers);
      headers.set(name, "malformed");
      return call.pass({ headers });
    }),
    caughtBy: "conditional.modified.unchanged",
  },
  "gzip-zero-as-written": {
    ...answering("takes a weight for zero only where it is written `0`", (call) => {
      const accepted = call.headers.get("Accept-Encoding") ?? "";
      const read = accepted.replace(/;\s*q=0\.0+\s*(?=,|$)/gi, "");
      return call.pass({ headers: headersWith(call.headers, { "Accept-Encoding": read }) });
    }),
    caughtBy: "encoding.refused",
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
