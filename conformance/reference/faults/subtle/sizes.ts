/** Faults that show only beyond a page of fifty, at a border of a page, or in what was counted before. */
import type { CollectionState } from "../../store.ts";
import { answering, type Call, type Fault, replying, storing } from "../fault.ts";
import { peek, UNMODIFIED, versionIn, versionOf } from "../support/peek.ts";
import { committingEach } from "./changing.ts";
import type { SubtleFault } from "./fault.ts";

const PAGE = 50;
const TOKEN = "X-Weave-Next-Offset";

/** A fault that reads no more than fifty of the names in a parameter. */
function reading(does: string, name: string, applies: (call: Call) => boolean): Fault {
  return answering(does, (call) => {
    const names = call.query.get(name)?.split(",") ?? [];
    if (!applies(call) || names.length <= PAGE) return call.pass();
    const query = new URLSearchParams(call.query);
    query.set(name, names.slice(0, PAGE).join(","));
    return call.pass({ query: query.toString() });
  });
}

const of = (operation: string) => (call: Call) => call.operation === operation;
const isListing = ({ operation }: Call) => operation === "getCollection" || operation === "getPartition";

/** A fault that goes on showing what a view said of a collection, until something else changes. */
function stale(
  does: string,
  shows: (was: CollectionState, now: CollectionState) => CollectionState | null,
): Fault {
  return storing(does, (store) => {
    const seen = new Map<string, CollectionState>();
    return {
      collections(account) {
        return store.collections(account).map((now) => {
          const name = `${account}/${now.path}`;
          const was = seen.get(name);
          const shown = was && shows(was, now);
          if (!shown) seen.set(name, now);
          return shown ?? now;
        });
      },
    };
  });
}

/** The path of the record at which a page ended, by account and token. */
const ends = new Map<string, string>();

export const sizes: Record<string, SubtleFault> = {
  "delete-fifty-ids": {
    ...reading("deletes no more than the first fifty of `ids`", "ids", of("deleteCollection")),
    caughtBy: "collection.delete.ids",
  },
  "delete-fifty-collections": {
    ...reading("deletes no more than the first fifty of `collections`", "collections", of("deletePartition")),
    caughtBy: "partition.delete.collections",
  },
  "commit-fifty-ids": {
    ...committingEach("deletes no more than fifty records with one step of a commit", (change) =>
      change.kind === "deleteRecords" ? { ...change, ids: change.ids.slice(0, PAGE) } : change,
    ),
    caughtBy: "collection.delete.ids",
  },
  "commit-fifty-kept": {
    ...committingEach("keeps no more than fifty names when it commits a DELETE of all", (change) =>
      change.kind === "wipe" ? { ...change, keep: change.keep.slice(0, PAGE) } : change,
    ),
    caughtBy: "keep.record",
  },
  "keep-fifty": {
    ...reading("keeps no more than the first fifty of `keep`", "keep", of("deleteAccount")),
    caughtBy: "keep.collection",
  },
  "keep-last-record": {
    ...storing("keeps of several names only the last, where that is a record", (store) => ({
      write(account, changes, quota) {
        const fewer = changes.map((change) => {
          if (change.kind !== "wipe" || change.keep.length < 2) return change;
          const last = change.keep.at(-1) ?? "";
          return last.split("/").length === 3 ? { ...change, keep: [last] } : change;
        });
        return store.write(account, fewer, quota);
      },
    })),
    caughtBy: "keep.collection",
  },
  "keep-record-beside-collection": {
    ...storing("deletes a record that `keep` names beside a collection", (store) => ({
      write(account, changes, quota) {
        const fewer = changes.map((change) => {
          const wider = change.kind === "wipe" && change.keep.some((path) => path.split("/").length === 2);
          if (change.kind !== "wipe" || !wider) return change;
          return { ...change, keep: change.keep.filter((path) => path.split("/").length < 3) };
        });
        return store.write(account, fewer, quota);
      },
    })),
    caughtBy: "keep.record",
  },
  "list-fifty-ids": {
    ...reading("lists no more than the first fifty of `ids`", "ids", of("getCollection")),
    caughtBy: "list.ids.selects",
  },
  "list-fifty-collections": {
    ...reading("lists no more than the first fifty of `collections`", "collections", of("getPartition")),
    caughtBy: "partition.get.collections",
  },
  "partition-fifty-ids": {
    ...reading("lists no more than the first fifty of the `ids` of a partition", "ids", of("getPartition")),
    caughtBy: "partition.get.ids-selects",
  },
  "full-page-token": {
    ...answering("takes a page that is full for one that is not the last", async (call) => {
      const reply = await call.pass();
      if (!isListing(call) || reply.headers.get("X-Weave-Records") !== "1000") return reply;
      if (!reply.headers.has(TOKEN)) reply.headers.set(TOKEN, "AAAA");
      return reply;
    }),
    caughtBy: "header.next-offset.last",
  },
  "page-cut-without-token": {
    ...replying("gives no token with a page that it ends by itself", (reply, call) => {
      if (isListing(call) && !call.query.has("limit")) reply.headers.delete(TOKEN);
    }),
    caughtBy: "header.next-offset.more",
  },
  "octets-cut-without-token": {
    ...replying("ends a page after 300 kB of records, without a token", (reply, call) => {
      if (!isListing(call) || !reply.ok || !call.query.has("full")) return;
      const page = reply.json as { items?: object[] } | undefined;
      let octets = 0;
      const items = page?.items?.filter((item) => {
        octets += JSON.stringify(item).length;
        return octets < 300_000;
      });
      if (!items || items.length === page?.items?.length) return;
      reply.json = { items };
      reply.headers.set("X-Weave-Records", String(items.length));
    }),
    caughtBy: "header.next-offset.more",
  },
  "anchor-deleted": {
    ...storing("begins a listing again when the record is gone at which a page ended", (store) => ({
      list(account, query) {
        const { after, partition } = query;
        const gone = after && !store.record(account, partition, after.collection, after.id);
        return store.list(account, gone ? { ...query, after: null, limit: 0 } : query);
      },
    })),
    caughtBy: "list.offset.continues",
  },
  "anchor-gone-refused": {
    ...answering("refuses a token once the record is gone at which its page ended", async (call) => {
      const reply = await call.pass();
      if (!isListing(call) || !reply.ok) return reply;
      const before = call.query.get("offset");
      const last = before === null ? undefined : ends.get(`${call.account} ${before}`);
      if (last && !(await peek(call, last)).ok) return call.pass({ query: "offset=!" });
      const { items = [] } = Object(reply.json) as { items?: unknown[] };
      const name = items.at(-1);
      const offset = reply.headers.get(TOKEN);
      if (offset && typeof name === "string") ends.set(`${call.account} ${offset}`, `${call.path}/${name}`);
      return reply;
    }),
    caughtBy: "list.offset.continues",
  },
  "anchor-moved": {
    ...storing("continues behind the place to which the record has moved at which a page ended", (store) => ({
      list(account, query) {
        const { after, partition, sort } = query;
        const found =
          after && sort === "oldest" && store.record(account, partition, after.collection, after.id);
        return store.list(account, found ? { ...query, after: { ...after, key: found.version } } : query);
      },
    })),
    caughtBy: "list.offset.continues",
  },
  "counts-of-replaced": {
    ...stale("counts a collection again only when its usage changes", (was, now) =>
      was.bytes === now.bytes && was.count !== now.count ? { ...now, count: was.count } : null,
    ),
    caughtBy: "info.counts.exact",
  },
  "usage-by-count": {
    ...stale("adds up the usage of a collection again only when its count changes", (was, now) =>
      was.count === now.count && was.bytes !== now.bytes ? { ...now, bytes: was.bytes } : null,
    ),
    caughtBy: "info.usage.exact",
  },
  "usage-never-less": {
    ...stale("never lets the usage of a collection with records fall", (was, now) =>
      was.bytes > now.bytes && now.count > 0 ? { ...now, bytes: was.bytes } : null,
    ),
    caughtBy: "info.quota.usage",
  },
  "conditional-lists": { ...lateCondition("postPartition"), caughtBy: "conditional.unmodified.race" },
  "conditional-collection-lists": {
    ...lateCondition("postCollection"),
    caughtBy: "conditional.unmodified.race",
  },
  "conditional-posts": { ...lateCondition("postRecord"), caughtBy: "conditional.unmodified.race" },
};

/** Writes of one kind look at their condition some time before they write. */
function lateCondition(operation: string): Fault {
  return answering(`looks at the condition of a ${operation} some time before it writes`, async (call) => {
    const version = versionIn(call, UNMODIFIED);
    if (call.operation !== operation || version === null) return call.pass();
    const target = await peek(call);
    if (!target.ok || versionOf(target) > version) return call.pass();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const headers = new Headers(call.headers);
    headers.delete(UNMODIFIED);
    return call.pass({ headers });
  });
}
