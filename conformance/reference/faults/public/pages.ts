/** Pages that repeat or miss records, or whose tokens do not work. */
import { replying, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";
import { querying } from "../support/request.ts";
import { crash, lists } from "./common.ts";
import type { PublicFaults } from "./fault.ts";

const NEXT = "X-Weave-Next-Offset";

export const pages: PublicFaults = {
  "limit-never-advances": {
    ...querying("shows the first page again where a limit and no sort is given", (query, call) => {
      if (lists(call) && query.has("limit") && !query.has("sort")) query.delete("offset");
    }),
    source: "mozilla-services/syncstorage-rs #468, #469: with a limit and no sort the offset never advances",
    noticedBy: "list.offset.continues",
  },

  "second-page-ends": {
    ...replying("gives a token with the first page only", (reply, call) => {
      if (lists(call) && call.query.has("offset")) reply.headers.delete(NEXT);
    }),
    source: "Kinto/kinto #1170: the token of a later page is missing",
    noticedBy: "list.offset.continues",
  },

  "newer-page-ends": {
    ...replying("gives no token with a page that newer and limit select", (reply, call) => {
      if (lists(call) && call.query.has("newer") && call.query.has("limit")) reply.headers.delete(NEXT);
    }),
    source: "sabre-io/dav #1248: a sync that the limit cuts short says that it is complete",
    noticedBy: "header.next-offset.more",
  },

  "token-fields-fail": {
    ...replying("answers 500 to a token that is JSON without the fields of its own", (reply, call) => {
      if (lists(call) && reply.status === 422 && isJson(call.query.get("offset"))) crash(reply);
    }),
    source: "Kinto/kinto #3766, #3767: a pagination token without last_modified is an error",
    noticedBy: "list.offset.unknown",
  },

  "offset-counts": {
    ...storing("continues without sort by counting records, whatever was deleted meanwhile", (store) => {
      const reached = new Map<string, number>();
      return {
        list(account, query) {
          const { after, limit, sort } = query;
          if (sort) return store.list(account, query);
          const nameOf = (collection: string, id: string) =>
            `${account} ${query.partition}/${collection}/${id}`;
          const start = after ? (reached.get(nameOf(after.collection, after.id)) ?? 0) : 0;
          const all = store.list(account, { ...query, after: null, limit: ALL }).records;
          const records = all.slice(start, start + limit);
          for (const { collection, id } of records.slice(-1))
            reached.set(nameOf(collection, id), start + records.length);
          return { records, more: all.length > start + limit };
        },
      };
    }),
    source: "adobe/S3Mock #112: a continuation token is a position, which a deletion makes wrong",
    noticedBy: "list.offset.repeats",
  },

  "offset-by-version": {
    ...storing("continues with sort=newest after a version, which records of one list share", (store) => ({
      list(account, query) {
        const { after, limit, sort } = query;
        if (!after || sort !== "newest") return store.list(account, query);
        const all = store.list(account, { ...query, after: null, limit: ALL }).records;
        const rest = all.filter(({ version }) => version < after.key);
        return { records: rest.slice(0, limit), more: rest.length > limit };
      },
    })),
    source: "leapmux/leapmux #287: pages by key skip rows of the same millisecond",
    noticedBy: "list.offset.continues",
  },

  "offset-inclusive": {
    ...storing(
      "begins a further page of a sorted listing with the last record of the page before",
      (store) => ({
        list: (account, query) => repeating(store, account, query, query.sort !== null),
      }),
    ),
    source: "nensii21/devlink #1103: every further page repeats the row at the boundary",
    noticedBy: "list.offset.repeats",
  },

  "newer-page-repeats": {
    ...storing(
      "begins a further page of a listing with newer with the last record of the page before",
      (store) => ({
        list: (account, query) => repeating(store, account, query, query.newer !== null),
      }),
    ),
    source: "standardnotes/forum #298: sync with a cursor token returns items twice",
    noticedBy: "list.offset.continues",
  },
};

type Store = Parameters<Parameters<typeof storing>[1]>[0];

function repeating(store: Store, account: string, query: Parameters<Store["list"]>[1], repeats: boolean) {
  const { after, limit } = query;
  if (!after || !repeats) return store.list(account, query);
  const all = store.list(account, { ...query, after: null, limit: ALL }).records;
  const last = all.findIndex(({ collection, id }) => collection === after.collection && id === after.id);
  if (last < 0) return store.list(account, query);
  return { records: all.slice(last, last + limit), more: all.length > last + limit };
}

function isJson(token: string | null): boolean {
  try {
    const value = JSON.parse(Buffer.from(token ?? "", "base64url").toString());
    return typeof value === "object";
  } catch {
    return false;
  }
}
