/** Servers with one fault each, for the rules of `checks/header/index.ts`. */
import { type FaultsOf, replying, storing } from "../fault.ts";
import { TIMESTAMP } from "../support/header.ts";
import { showing } from "../support/showing.ts";
import { headerPaging } from "./paging.ts";
import { headerSlow } from "./slow.ts";
import { headerTurn } from "./turn.ts";
import { headerVersion } from "./version.ts";

/** Seconds for which the coarse clock stands still. */
const GRAIN = 10;

/** Seconds by which one of two machines is behind. */
const LAG = 2;

export const header = {
  ...headerSlow,
  ...headerTurn,
  ...headerPaging,
  ...headerVersion,
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
} satisfies FaultsOf<"header">;
