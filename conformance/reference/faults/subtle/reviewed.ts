/** Faults that a reviewer planted, and no rule noticed. */
import type { SessionStore } from "../../session-store.ts";
import { answering, headersWith, replying, storing } from "../fault.ts";
import { MODIFIED, peek, turnInto } from "../support/peek.ts";
import { asked, leasing, SESSION } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

const ACCEPTED = "Accept-Encoding";
/** A collection may have a name of this length at most. */
const LONG_NAME = /^[\w-]{33,}$/;

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

  "staged-by-id": {
    ...leasing("stages of a list to a partition the last record of each id alone", (sessions) => ({
      stage(account, id, changes, amount) {
        const all = changes.map((change) => ["id" in change ? change.id : change, change] as const);
        sessions.stage(account, id, [...new Map(all).values()], amount);
      },
    })),
    caughtBy: "session.commit.applied",
  },

  "star-alone-gzipped": {
    ...answering("takes `*;q=0` alone as consent to gzip", (call) => {
      const isStar = /^\s*\*\s*;\s*q=0(?:\.0{0,3})?\s*$/i.test(call.headers.get(ACCEPTED) ?? "");
      return isStar ? call.pass({ headers: headersWith(call.headers, { [ACCEPTED]: "gzip" }) }) : call.pass();
    }),
    caughtBy: "encoding.refused",
  },

  "list-in-two-writes": {
    ...storing("stores a list of more than 64 records by two writes", (store) => ({
      write(account, changes, quota) {
        if (changes.length <= 64 || changes.some(({ kind }) => kind !== "update"))
          return store.write(account, changes, quota);
        const first = store.write(account, changes.slice(0, 64), quota);
        const rest = store.write(account, changes.slice(64), quota);
        return { ...rest, created: [...first.created, ...rest.created] };
      },
    })),
    caughtBy: "batch.one-version",
  },

  "more-than-older": {
    ...storing("looks for further items regardless of `older`", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        const last = page.records.at(-1);
        if (query.older === null || page.more || page.records.length < query.limit || !last) return page;
        const { collection, id } = last;
        const key = query.sort === "index" ? (last.sortindex ?? 0) : last.version;
        const beyond = { ...query, older: null, after: { key, collection, id }, limit: 1 };
        return { ...page, more: store.list(account, beyond).records.length > 0 };
      },
    })),
    caughtBy: "header.next-offset.last",
  },

  "encoded-outside-scope": {
    ...answering("finds a collection with an encoded name outside the scope that names it", async (call) => {
      const session = call.headers.get(SESSION);
      const reply = await call.pass();
      if (session === null || reply.status !== 202 || !call.path.split("/")[2]?.includes("%")) return reply;
      const { scope = [] } = Object((await peek(call, `/sessions/${session}`)).json) as { scope?: string[] };
      if (!scope.includes(call.path.split("/")[1] ?? "")) turnInto(reply, 403, "session-scope");
      return reply;
    }),
    caughtBy: "session.staged.accepted",
  },

  "encoded-past-lease": {
    ...leasing("looks for a lease by the name of a collection as it is encoded", (sessions) => ({
      live: (account) => (asked()?.path.includes("%") ? [] : sessions.live(account)),
    })),
    caughtBy: "session.lease.refused",
  },

  "encoded-query-past-lease": {
    ...leasing("looks for a lease by the names of a query as they are encoded", (sessions) => ({
      live: (account) =>
        asked()?.target.includes("?") && /%[46]/.test(asked()?.target ?? "") ? [] : sessions.live(account),
    })),
    caughtBy: "session.lease.refused",
  },

  "missing-ids-past-lease": {
    ...leasing("deletes by `ids` what is missing in spite of a lease", (sessions, store) => ({
      live(account) {
        const { operation, path = "", query } = asked() ?? {};
        const [, partition = "", collection = ""] = decodeURIComponent(path).split("/");
        const ids = operation === "deleteCollection" && query?.get("ids")?.split(",");
        const isThere = (id: string) => store.record(account, partition as "storage", collection, id);
        return ids && !ids.some(isThere) ? [] : sessions.live(account);
      },
    })),
    caughtBy: "session.lease.refused",
  },

  "left-beyond-lifetime": {
    ...leasing("tells the time that a session has left regardless of its greatest lifetime", (sessions) => {
      const known = new Map<string, { ttl: number; renewed: number }>();
      return {
        begin(account, lease) {
          const session = sessions.begin(account, lease);
          known.set(session.id, { ttl: lease.ttl, renewed: Date.now() });
          return session;
        },
        renew(account, id) {
          sessions.renew(account, id);
          const one = known.get(id);
          if (one) one.renewed = Date.now();
        },
        find(account, id): ReturnType<SessionStore["find"]> {
          const found = sessions.find(account, id);
          const one = known.get(id);
          if (found?.outcome !== null || !one) return found;
          return { ...found, left: Math.max(1, one.renewed + one.ttl * 1000 - Date.now()) };
        },
      };
    }),
    caughtBy: "session.state.expires-in",
  },

  "accept-before-wait": {
    ...replying(
      "looks at `Accept` before it looks at what a client has to wait for",
      (reply, { headers }) => {
        if (reply.status === 429 && headers.get("Accept") === "text/html")
          turnInto(reply, 406, "not-acceptable");
      },
    ),
    caughtBy: "limit.wait.refused",
  },

  "type-before-wait": {
    ...replying(
      "looks at the type of a body before it looks at what a client has to wait for",
      (reply, call) => {
        const isUnknown = call.headers.get("Content-Type") === "text/plain";
        if (reply.status === 429 && isUnknown) turnInto(reply, 415, "unsupported-media-type");
      },
    ),
    caughtBy: "limit.wait.refused",
  },

  "query-before-wait": {
    ...replying(
      "looks at a query before it looks at what a client has to wait for",
      (reply, { method, query }) => {
        if (reply.status === 429 && method !== "GET" && query.size > 0)
          turnInto(reply, 422, "invalid-request");
      },
    ),
    caughtBy: "limit.wait.refused",
  },
};
