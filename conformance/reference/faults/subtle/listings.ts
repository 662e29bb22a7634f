/** Faults in where a page ends, and where the next one begins. */
import { answering, storing } from "../fault.ts";
import type { SubtleFault } from "./fault.ts";

/** Bytes that a page holds before it ends. */
const PAGE = 2 ** 20;
/** Records of one version and id that the collections of a partition hold at most. */
const MOST_ALIKE = 10;

/** The bytes of a text as a careless server counts them: four for what is beyond ASCII, two for what is escaped. */
function weigh(text: string, beyond: number, escaped: number): number {
  let bytes = 0;
  for (const character of text) bytes += character > "\x7f" ? beyond : character < " " ? escaped : 1;
  return bytes;
}

/** A fault that ends a page early, as it counts some characters for more than they are. */
function ending(does: string, beyond: number, escaped: number) {
  return answering(does, async (call) => {
    const reply = await call.pass();
    const isListing = call.operation === "getCollection" || call.operation === "getPartition";
    if (
      !isListing ||
      !call.query.has("full") ||
      (call.headers.has("Accept") && /newlines/.test(call.headers.get("Accept") ?? ""))
    )
      return reply;
    const items = (reply.json?.items ?? []) as { payload: string }[];
    let bytes = 0;
    const last = items.findIndex(({ payload }) => {
      bytes += weigh(payload, beyond, escaped);
      return bytes >= PAGE;
    });
    if (last < 0 || last + 1 >= items.length) return reply;
    const query = new URLSearchParams(call.query);
    query.set("limit", String(last + 1));
    return call.pass({ query: query.toString() });
  });
}

export const listings: Record<string, SubtleFault> = {
  "characters-of-four-bytes": {
    ...ending("counts four bytes of a page for each character beyond ASCII", 4, 1),
    caughtBy: "list.limit.bytes",
  },
  "escapes-counted": {
    ...ending("counts the bytes of a page with their escapes", 2, 2),
    caughtBy: "list.limit.bytes",
  },
  "cursor-without-collection": {
    ...storing("goes on after a version and an id, whatever the collection", (store) => ({
      list(account, query) {
        const { after, sort, limit } = query;
        if (sort !== "newest" || !after) return store.list(account, query);
        const { records, more } = store.list(account, { ...query, limit: limit + MOST_ALIKE });
        const left = records.filter(({ version, id }) => version !== after.key || id !== after.id);
        return { records: left.slice(0, limit), more: more || left.length > limit };
      },
    })),
    caughtBy: "list.offset.continues",
  },
  "unset-lost-after-set": {
    ...storing("goes on after a `sortindex` without the records that have none", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        const { after, partition } = query;
        if (query.sort !== "index" || !after) return page;
        const border = store.record(account, partition, after.collection, after.id);
        if (!border || border.sortindex === null) return page;
        return { ...page, records: page.records.filter(({ sortindex }) => sortindex !== null) };
      },
    })),
    caughtBy: "list.offset.continues",
  },
};
