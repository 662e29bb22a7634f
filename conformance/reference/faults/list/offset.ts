/** Servers with one fault each, for the rules of `checks/list/offset.ts`. */
import type { RecordName } from "../../store.ts";
import { answering, type FaultsOf, replying, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";

/** Tokens, and the `limit` with which each was issued; no two servers issue the same one. */
const issued = new Set<string>();

const given = new Set<string>();

const limits = new Map<string, string | null>();

export const listOffset = {
  "list.offset.continues": storing(
    "continues after the version that a page ended with, which other records may share",
    (store) => ({
      list(account, query) {
        const { after, sort, limit } = query;
        if (!after || !sort) return store.list(account, query);
        const rest = store.list(account, { ...query, limit: ALL }).records;
        const keyOf = (version: number, sortindex: number | null) =>
          sort === "index" ? (sortindex ?? 0) : version;
        const beyond = rest.filter(({ version, sortindex }) => keyOf(version, sortindex) !== after.key);
        return { records: beyond.slice(0, limit), more: beyond.length > limit };
      },
    }),
  ),

  "list.offset.repeats": storing("continues by counting records from the start of a listing", (store) => {
    const reached = new Map<string, number>();
    return {
      list(account, query) {
        const { after, sort, limit } = query;
        if (sort === "oldest") return store.list(account, query);
        const place = ({ collection, id }: RecordName) =>
          `${account} ${query.partition} ${query.collections} ${sort} ${collection}/${id}`;
        const start = after ? (reached.get(place(after)) ?? 0) : 0;
        const all = store.list(account, { ...query, after: null, limit: ALL }).records;
        const records = all.slice(start, start + limit);
        for (const last of records.slice(-1)) reached.set(place(last), start + records.length);
        return { records, more: all.length > start + limit };
      },
    };
  }),

  "list.offset.limit": answering(
    "goes on with the `limit` of the first page, whatever a later one asks for",
    async (call) => {
      const query = new URLSearchParams(call.query);
      const began = limits.get(query.get("offset") ?? "");
      if (began) query.set("limit", began);
      const reply = await call.pass({ query: query.toString() });
      limits.set(reply.headers.get("X-Weave-Next-Offset") ?? "none", query.get("limit"));
      return reply;
    },
  ),

  "list.offset.foreign-query": replying(
    "fails on a token of its own that belongs to another query",
    (reply, { query }) => {
      issued.add(reply.headers.get("X-Weave-Next-Offset") ?? "none");
      const [token = "", ...more] = query.getAll("offset");
      if (reply.status === 422 && issued.has(token) && more.length === 0) reply.status = 500;
    },
  ),

  "list.offset.unknown": replying("fails on a token that it never gave", (reply, { query }) => {
    given.add(reply.headers.get("X-Weave-Next-Offset") ?? "none");
    const token = query.get("offset");
    if (reply.status === 422 && token !== null && /^[\w-]+$/.test(token) && !given.has(token))
      reply.status = 500;
  }),
} satisfies Partial<FaultsOf<"list">>;
