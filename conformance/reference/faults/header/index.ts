import { setTimeout } from "node:timers/promises";
import { type FaultsOf, replying, storing } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { showing } from "../support/showing.ts";
import { headerVersion } from "./version.ts";

const TIMESTAMP = "X-Weave-Timestamp";

/** Seconds for which the coarse clock stands still. */
const GRAIN = 10;

/** Milliseconds that a disk takes. */
const DISK_MS = 25;

/** Seconds by which one of two machines is behind. */
const LAG = 2;

const timestamp = {
  "header.timestamp.present": replying("leaves X-Weave-Timestamp off a 304", (reply) => {
    if (reply.status === 304) reply.headers.delete(TIMESTAMP);
  }),

  "header.timestamp.seconds": storing("looks at the clock every ten seconds only", (store) => {
    const coarse = (seconds: number) => seconds - (seconds % GRAIN);
    return {
      ...showing(store, (record) => ({ ...record, modified: coarse(record.modified) })),
      now: () => coarse(store.now()),
      write(account, changes) {
        const written = store.write(account, changes);
        return { ...written, modified: coarse(written.modified) };
      },
    };
  }),

  "header.timestamp.write": replying(
    "answers writes by the reading of a clock that is a second behind the records",
    (reply, { method }) => {
      if (method !== "PUT" && method !== "POST") return;
      reply.headers.set(TIMESTAMP, String(Number(reply.headers.get(TIMESTAMP)) - 1));
    },
  ),

  "header.timestamp.slow": {
    does: "looks at the clock before it reads the body",
    handler: (next) => async (request, env) => {
      const began = Math.floor(Date.now() / 1000);
      const response = await next(request, env);
      if (request.method !== "PUT" && request.method !== "POST") return response;
      const headers = new Headers(response.headers);
      headers.set(TIMESTAMP, String(began));
      return new Response(response.body, { status: response.status, headers });
    },
  },

  "header.timestamp.turn": {
    does: "looks at the clock again once a list is on its disk",
    handler: (next) => async (request, env) => {
      const response = await next(request, env);
      if (request.method !== "POST" || response.status !== 200) return response;
      await setTimeout(DISK_MS);
      const headers = new Headers(response.headers);
      headers.set(TIMESTAMP, String(Math.floor(Date.now() / 1000)));
      return new Response(response.body, { status: response.status, headers });
    },
  },

  "header.timestamp.covers": storing("rounds `modified` up to the next whole second", (store) =>
    showing(store, (record) => ({ ...record, modified: record.modified + 1 })),
  ),

  "header.timestamp.monotonic": replying(
    "answers information views by a machine whose clock is behind that of the others",
    (reply, call) => {
      if (!call.path.startsWith("/info/") || !reply.ok) return;
      reply.headers.set(TIMESTAMP, String(Number(reply.headers.get(TIMESTAMP)) - LAG));
    },
  ),
} satisfies Partial<FaultsOf<"header">>;

const store = {
  "header.store.present": replying("leaves X-Weave-Store off where nothing has the path", (reply, call) => {
    if (call.operation === null && reply.status === 404) reply.headers.delete("X-Weave-Store");
  }),

  "header.store.stable": storing("begins another history when everything is deleted", (store) => {
    const wiped = new Map<string, number>();
    return {
      history: (account) => `${store.history(account)}${wiped.get(account) ?? ""}`,
      write(account, changes) {
        const all = changes.some((change) => change.kind === "wipe" && change.keep.length === 0);
        if (all) wiped.set(account, (wiped.get(account) ?? 0) + 1);
        return store.write(account, changes);
      },
    };
  }),

  "header.cache-control.no-store": replying(
    "lets the end of a session be cached, as none begins again",
    (reply) => {
      if (reply.status === 410) reply.headers.set("Cache-Control", "private, max-age=60");
    },
  ),
} satisfies Partial<FaultsOf<"header">>;

const paging = {
  "header.records.count": replying("counts the records that match, beyond the page", async (reply, call) => {
    if (call.operation !== "getPartition" || !reply.ok) return;
    const query = new URLSearchParams(call.query);
    query.delete("limit");
    query.delete("offset");
    const all = await peek(call, call.path, query.toString());
    reply.headers.set("X-Weave-Records", all.headers.get("X-Weave-Records") as string);
  }),

  "header.next-offset.more": storing("thinks that nothing is left where one item is left", (store) => ({
    list(account, query) {
      const { more } = store.list(account, { ...query, limit: query.limit + 1 });
      return { ...store.list(account, query), more };
    },
  })),

  "header.next-offset.last": storing("thinks that something is left after every full page", (store) => ({
    list(account, query) {
      const page = store.list(account, query);
      return { ...page, more: page.records.length === query.limit };
    },
  })),
} satisfies Partial<FaultsOf<"header">>;

export const header = { ...timestamp, ...store, ...headerVersion, ...paging } satisfies FaultsOf<"header">;
