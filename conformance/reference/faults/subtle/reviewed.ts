import { answering, headersWith, replying, storing } from "../fault.ts";
import type { SubtleFault } from "./fault.ts";

const MODIFIED = "X-If-Modified-Since-Version";
/** A collection may have a name of this length at most. */
const LONG_NAME = /^[\w-]{33,}$/;

/** Faults that a reviewer planted, and no rule noticed. */
export const reviewed: Record<string, SubtleFault> = {
  "refused-read-cached": {
    ...replying("sends no Cache-Control with a 412 to a read", ({ status, headers }, { method }) => {
      if (status === 412 && (method === "GET" || method === "HEAD")) headers.delete("Cache-Control");
    }),
    caughtBy: "header.cache-control.no-store",
  },

  "hundred-deleted": {
    ...storing("deletes the first hundred records of a collection alone", (store) => ({
      write(account, changes, quota) {
        const [first] = changes;
        if (changes.length !== 1 || first?.kind !== "deleteCollections" || first.collections?.length !== 1)
          return store.write(account, changes, quota);
        const { partition, collections } = first;
        const all = { ids: null, newer: null, older: null, sort: null, after: null, limit: 100 };
        const { more, records } = store.list(account, { partition, collections, ...all });
        const ids = records.map(({ id }) => id);
        const [collection = ""] = collections;
        const some = [{ kind: "deleteRecords" as const, partition, collection, ids }];
        return store.write(account, more ? some : changes, quota);
      },
    })),
    caughtBy: "collection.delete.gone",
  },

  "zero-lost-in-lines": {
    ...replying("leaves a sortindex of 0 out of a line", (reply, { method }) => {
      const isLines = reply.headers.get("Content-Type")?.startsWith("application/newlines");
      if (method === "GET" && isLines) reply.text = reply.text.replace(/,"sortindex":0(?=[,}])/g, "");
    }),
    caughtBy: "list.newlines.lines",
  },

  "padded-on-head": {
    ...answering("takes a condition of 17 digits on HEAD", (call) => {
      const value = call.headers.get(MODIFIED) ?? "";
      if (call.method !== "HEAD" || !/^0+\d{16}$/.test(value)) return call.pass();
      return call.pass({ headers: headersWith(call.headers, { [MODIFIED]: value.slice(-15) }) });
    }),
    caughtBy: "conditional.modified.syntax",
  },

  "long-name-skipped": {
    ...answering("passes over a name that is too long in a deletion of collections", (call) => {
      const names =
        call.operation === "deletePartition" ? (call.query.get("collections") ?? "").split(",") : [];
      const valid = names.filter((name) => !LONG_NAME.test(name));
      if (valid.length === 0 || valid.length === names.length) return call.pass();
      return call.pass({ query: `collections=${valid.map(encodeURIComponent).join(",")}` });
    }),
    caughtBy: "query.collections.syntax",
  },
};
