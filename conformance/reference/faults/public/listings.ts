/** Listings that hold too much or too little, or fail. */
import { answering, replying, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";
import { turnInto } from "../support/peek.ts";
import { isWrite, ownerOf, UnderWay } from "../support/racing.ts";
import { querying } from "../support/request.ts";
import { crash, lists, reads, refuseQuery } from "./common.ts";
import type { PublicFaults } from "./fault.ts";

export const listings: PublicFaults = {
  "digits-as-numbers": {
    ...querying("reads ids that are all digits as numbers, so that 007 is 7", (query) => {
      const [ids, ...more] = query.getAll("ids");
      const read = (id: string) => (/^\d{1,15}$/.test(id) ? String(Number(id)) : id);
      if (ids && more.length === 0) query.set("ids", ids.split(",").map(read).join());
    }),
    source: "Kinto/kinto #1217: the value of a filter that looks like a number is read as one",
    noticedBy: "list.ids.selects",
  },

  "newest-of-oldest": {
    ...storing(
      "takes the oldest records for a first page with sort=newest, and turns them around",
      (store) => ({
        list(account, query) {
          if (query.sort !== "newest" || query.after) return store.list(account, query);
          const page = store.list(account, { ...query, sort: "oldest" });
          return { ...page, records: page.records.toReversed() };
        },
      }),
    ),
    source:
      "seigel/pouchdb-react-native #62: descending with a limit gives the first documents, turned around",
    noticedBy: "list.sort.newest",
  },

  "newer-by-second": {
    ...storing("compares newer in whole seconds", (store) => {
      const seconds = new Map<string, number>();
      return {
        list(account, query) {
          const second = seconds.get(`${account} ${query.newer}`);
          if (second === undefined) return store.list(account, query);
          const all = store.list(account, { ...query, limit: ALL }).records;
          const newer = all.filter(({ modified }) => modified > second);
          return { records: newer.slice(0, query.limit), more: newer.length > query.limit };
        },
        write(account, changes, quota) {
          const written = store.write(account, changes, quota);
          seconds.set(`${account} ${written.version}`, written.modified);
          return written;
        },
      };
    }),
    source: "Foundry376/Mailspring-Sync #61: the sync tokens of SOGo are times in whole seconds",
    noticedBy: "list.newer.strict",
  },

  "newer-zero-refused": {
    ...replying("answers 422 to newer=0", (reply, call) => {
      if (reads(call) && reply.ok && call.query.get("newer") === "0") refuseQuery(reply, "newer");
    }),
    source: "sabre-io/dav #1075: a sync-collection with the token 0 of a fresh collection is 415",
    noticedBy: "list.newer.strict",
  },

  "newer-limit-fails": {
    ...replying("answers 500 to newer together with limit", (reply, call) => {
      if (lists(call) && reply.ok && call.query.has("newer") && call.query.has("limit")) crash(reply);
    }),
    source: "nextcloud/server #9339: sync-collection with a limit is an error 500",
    noticedBy: "list.newer.strict",
  },

  "newer-object-fails": {
    ...replying("answers 500 to a newer that looks like JSON", (reply, call) => {
      if (lists(call) && /^[[{]/.test(call.query.get("newer") ?? "")) crash(reply);
    }),
    source: "Kinto/kinto #2495: a crash with ?_since={}",
    noticedBy: "query.invalid",
  },

  "limit-over-page-fails": {
    ...replying("answers 500 to a limit beyond max_page_records", (reply, call) => {
      if (lists(call) && reply.ok && Number(call.query.get("limit")) > 1000) crash(reply);
    }),
    source: "stellar-deprecated/horizon #365: an error 500 when the limit is above the greatest page",
    noticedBy: "list.limit.least",
  },

  "limit-64-bits-fails": {
    ...replying("answers 500 to a limit beyond 2^63", (reply, call) => {
      if (lists(call) && Number(call.query.get("limit")) >= 2 ** 63) crash(reply);
    }),
    source: "FLEXIcontent/flexicontent-cck #1110: a start beyond 64 bits makes an SQL statement that fails",
    noticedBy: "query.invalid",
  },

  "limit-twice-last": {
    ...querying("takes the last of several limits", (query) => {
      const limit = query.getAll("limit").at(-1);
      if (limit !== undefined) query.set("limit", limit);
    }),
    source: "brekkylab/backlot #180: of a query parameter that is repeated the last one is read",
    noticedBy: "query.twice",
  },

  "client-version-filters": {
    ...clientVersions(),
    source: "laurent22/joplin #6517: new items whose client gave them an old time are never shown as changed",
    noticedBy: "record.body.version",
  },

  "tombstones-listed": {
    ...tombstones(),
    source: "Kinto/kinto #136: a collection that is made again shows what was deleted with the old one",
    noticedBy: "list.offset.continues",
  },

  "listing-during-write-fails": {
    ...listingDuringWrite(),
    source: "microsoft/fhir-server #193: a listing fails when something is written meanwhile",
    noticedBy: "race.read.agrees",
  },

  "offset-colon-412": {
    ...replying("answers 412 to an offset with a colon in it", (reply, call) => {
      if (lists(call) && reply.status === 422 && call.query.get("offset")?.includes(":"))
        turnInto(reply, 412, "precondition-failed", 0);
    }),
    source: "mozilla-services/syncstorage-rs #1346: 412 for offsets in the form of an older server",
    noticedBy: "list.offset.garbage",
  },
};

/** Filters by the `version` that clients send, which they are free to send and which means nothing. */
function clientVersions() {
  const sent = new Map<string, number>();
  return answering(
    "leaves out of a listing with newer what a client sent with a lower `version`",
    async (call) => {
      const reply = await call.pass();
      const owner = `${ownerOf(call)}`;
      const note = (path: string, value: unknown) => {
        const { version } = Object(value) as { version?: unknown };
        sent.delete(`${owner}${path}`);
        if (typeof version === "number") sent.set(`${owner}${path}`, version);
      };
      if (isWrite(call) && reply.ok) {
        const body = parsed(call.text);
        if (Array.isArray(body)) for (const one of body) note(`${call.path}/${Object(one).id}`, one);
        else note(call.path, body);
      }
      const newer = Number(call.query.get("newer") ?? "x");
      const page = call.operation === "getCollection" && reply.status === 200 ? reply.json : null;
      if (!page || Number.isNaN(newer)) return reply;
      const items = page.items.filter(
        (item: string | { id: string }) =>
          (sent.get(`${owner}${call.path}/${Object(item).id ?? item}`) ?? Number.POSITIVE_INFINITY) > newer,
      );
      if (items.length < page.items.length) {
        reply.json = { items };
        reply.headers.set("X-Weave-Records", String(items.length));
      }
      return reply;
    },
  );
}

/** Lists the ids of what was deleted with a collection once there is one of its name again. */
function tombstones() {
  const buried = new Map<string, string[]>();
  return answering("lists with newer the ids that were deleted with an earlier collection", async (call) => {
    const name = `${ownerOf(call)}${call.path}`;
    const deletes = call.operation === "deleteCollection" && !call.query.has("ids");
    const before: string[] = deletes
      ? ((await call.pass({ method: "GET", query: "" })).json?.items ?? [])
      : [];
    const reply = await call.pass();
    if (deletes && reply.ok) buried.set(name, before);
    const graves = buried.get(name);
    const { query, operation } = call;
    if (operation !== "getCollection" || !graves || !query.has("newer") || query.has("full")) return reply;
    const page = reply.status === 200 ? reply.json : undefined;
    if (!page) return reply;
    const items = [...page.items, ...graves.filter((id) => !page.items.includes(id))];
    reply.json = { items };
    reply.headers.set("X-Weave-Records", String(items.length));
    return reply;
  });
}

/** Milliseconds that a write takes, so that something can come meanwhile. */
const WRITE_MS = 40;

function listingDuringWrite() {
  const underWay = new UnderWay();
  return answering("answers 500 to a listing while a write of the account is under way", async (call) => {
    const name = ownerOf(call);
    if (isWrite(call)) {
      return underWay.during(name, async () => {
        const reply = await call.pass();
        await new Promise((resolve) => setTimeout(resolve, WRITE_MS));
        return reply;
      });
    }
    const reply = await call.pass();
    if (lists(call) && underWay.count(name) > 0) crash(reply);
    return reply;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
