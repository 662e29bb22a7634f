/** Servers with one fault each, for the rules of `checks/account/apart.ts`. */
import type { Store } from "../../store.ts";
import { answering, type Fault, type FaultsOf, replying, storing } from "../fault.ts";
import { turnInto, VERSION } from "../support/peek.ts";
import { asked, leasing, rememberingOwners } from "../support/session-leasing.ts";

const CLIENT = "X-Weave-Client";
const OFFSET = "X-Weave-Next-Offset";

/** What requests of one account leave behind for those of another. */
const pages = new Map<string, { account: string | null; text: string }>();
const listings = new Map<string, string | null>();
const waiting = new Map<string, number>();
const done = new Map<string, string | null>();

/** A fault that knows which other accounts a store has written to. */
function minglingWrites(
  does: string,
  write: (
    store: Store,
    others: string[],
  ) => (...args: Parameters<Store["write"]>) => ReturnType<Store["write"]>,
): Fault {
  return storing(does, (store) => {
    const known = new Set<string>();
    return {
      write(account, changes, quota) {
        known.add(account);
        return write(
          store,
          [...known].filter((name) => name !== account),
        )(account, changes, quota);
      },
    };
  });
}

export const accountApart = {
  "account.apart.reads": replying(
    "remembers a listing by its path and version, whosever it is",
    (reply, call) => {
      if (call.operation !== "getCollection" || reply.status !== 200) return;
      const key = `${call.path}?${call.query} ${reply.headers.get(VERSION)}`;
      const known = pages.get(key) ?? { account: call.account, text: reply.text };
      pages.set(key, known);
      if (known.account !== call.account) reply.text = known.text;
    },
  ),

  "account.apart.writes": minglingWrites(
    "deletes a record by its name in every account that it knows",
    (store, others) => (account, changes, quota) => {
      const named = changes.filter(({ kind }) => kind === "deleteRecords");
      if (named.length > 0) for (const other of others) store.write(other, named);
      return store.write(account, changes, quota);
    },
  ),

  "account.apart.offset": answering("continues a listing by its offset, whosever it is", async (call) => {
    const reply = await call.pass();
    const next = reply.headers.get(OFFSET);
    if (next !== null) listings.set(next, call.account);
    const owner = listings.get(call.query.get("offset") ?? "") ?? call.account;
    return owner === call.account || owner === null ? reply : call.pass({ account: owner });
  }),

  "account.apart.session": leasing(
    "stages a list in the session that it names, whosever it is",
    (sessions) => {
      const { begin, ownerOf } = rememberingOwners(sessions);
      return {
        begin,
        find: (account, id) =>
          sessions.find(asked()?.operation === "postCollection" ? ownerOf(account, id) : account, id),
        stage: (account, id, changes, amount) => sessions.stage(ownerOf(account, id), id, changes, amount),
      };
    },
  ),

  "account.apart.lease": leasing("counts the live sessions of all accounts", (sessions) => {
    const known = new Set<string>();
    return {
      begin(account, lease) {
        known.add(account);
        return sessions.begin(account, lease);
      },
      live(account) {
        const others = [...known].filter((name) => name !== account).flatMap((name) => sessions.live(name));
        const own = sessions.live(account);
        return asked()?.operation === "postSessions"
          ? [...own, ...others.map(({ ...all }) => ({ ...all, scope: [] }))]
          : own;
      },
    };
  }),

  "account.apart.wait": replying(
    "makes clients of one name wait together, whosever they are",
    (reply, call) => {
      if (reply.status !== 413) return;
      const name = call.headers.get(CLIENT) ?? "";
      if ((waiting.get(name) ?? 0) > Date.now()) {
        turnInto(reply, 429, "too-many-requests");
        reply.headers.delete("X-Weave-Limit");
        reply.headers.set("Retry-After", "1");
      } else waiting.set(name, Date.now() + 2000);
    },
  ),

  "account.apart.quota": minglingWrites(
    "has one quota for all accounts",
    (store, others) =>
      (account, changes, quota = null) => {
        const used = others
          .flatMap((other) => store.collections(other))
          .reduce((sum, { bytes }) => sum + bytes, 0);
        return store.write(account, changes, quota === null ? null : Math.max(0, quota - used));
      },
  ),

  "account.apart.message": replying("takes clients of one name for one, whosever they are", (reply, call) => {
    const name = call.headers.get(CLIENT);
    if (name === null) return;
    if (call.operation === "deleteMessage" && reply.ok) done.set(name, call.account);
    const first = done.get(name);
    if (call.operation !== "getMessages" || !reply.ok || first === undefined || first === call.account)
      return;
    reply.json = { items: [] };
  }),
} satisfies Partial<FaultsOf<"account">>;
