/** Servers with one fault each, for the rules of `checks/model.ts`. */
import type { Change } from "../stored-changes.ts";
import { answering, type Fault, type FaultsOf, Reply, replying, storing } from "./fault.ts";
import { nameOf, stores } from "./subtle/changes.ts";
import { hasExpired } from "./subtle/expiry.ts";
import { remembering } from "./subtle/staging.ts";
import { allOf } from "./support/list.ts";
import { committing, leasing, SESSION } from "./support/session-leasing.ts";

/** Records that are stored at once. */
const PART = 50;

export const model = {
  "model.store.sequential": resurrecting(),

  "model.store.interleaved": cachingForClients(),

  "model.store.listing": storing("takes `newer` for newer or equal on every page but the first", (store) => ({
    list: (account, query) => {
      const newer = query.after && query.newer ? query.newer - 1 : query.newer;
      return store.list(account, { ...query, newer });
    },
  })),

  "model.store.many": storing(
    `stores a list of more than ${PART} records in parts, each with a version of its own`,
    (store) => ({
      write(account, changes, quota) {
        if (changes.length <= PART || !changes.every(stores)) return store.write(account, changes, quota);
        store.write(account, changes.slice(0, PART), quota);
        return store.write(account, changes.slice(PART), quota);
      },
    }),
  ),

  "model.store.expiry": remembering(
    "fills in what a session staged for a record with what that was, though it has expired since",
    (staged) =>
      staged.map((one) => {
        const { change, was } = one;
        if (!hasExpired(one) || !was || !stores(change) || change.kind === "replace") return change;
        const { payload = was.payload, sortindex = was.sortindex, ttl } = change.fields;
        return { ...change, fields: { payload, sortindex, ...(ttl !== undefined && { ttl }) } };
      }),
  ),

  "model.store.quota": countingExpired(),

  "model.accounts.apart": mixingUp(),

  "model.sessions.ended": forgettingEnded(),

  "model.sessions.isolation": leaking(),

  "model.sessions.commit": committing(
    "fills in from what a session staged for a record earlier the fields that a PUT, or a POST after a deletion, leaves out",
    (staged) => {
      const changes = staged.map(({ change }) => change);
      return changes.map((change, index) => {
        const earlier = changes.slice(0, index).filter(stores);
        const same =
          stores(change) &&
          change.kind === "update" &&
          earlier.filter((one) => nameOf(one) === nameOf(change));
        return same
          ? { ...change, fields: Object.assign({}, ...same.map(({ fields }) => fields), change.fields) }
          : change;
      });
    },
  ),

  "model.sessions.lease": freeing(),
} satisfies FaultsOf<"model">;

/** Deletes a collection, and reuses the old sortindex of its records when they are created again. */
function resurrecting(): Fault {
  return storing(
    "gives a record of a collection that was deleted and created again its old sortindex",
    (store) => {
      const buried = new Map<string, number>();
      return {
        write(account, changes, quota) {
          for (const change of changes) {
            if (change.kind !== "deleteCollections") continue;
            const { partition, collections } = change;
            for (const { collection, id, sortindex } of store.list(account, allOf(partition)).records) {
              const gone = collections === null || collections.includes(collection);
              if (gone && sortindex !== null)
                buried.set(`${account}/${partition}/${collection}/${id}`, sortindex);
            }
          }
          const raised = changes.map((change) => {
            const old = stores(change) ? buried.get(`${account}/${nameOf(change)}`) : undefined;
            if (!stores(change) || old === undefined) return change;
            return { ...change, fields: { sortindex: old, ...change.fields } };
          });
          return store.write(account, raised, quota);
        },
      };
    },
  );
}

/** Remembers for a client that names itself what it has read, until that client itself writes it. */
function cachingForClients(): Fault {
  const kept = new Map<string, Map<string, Reply>>();
  return answering(
    "shows a client a record as it last saw it until that client itself writes it",
    async (call) => {
      const client = call.headers.get("X-Weave-Client");
      if (client === null) return call.pass();
      const key = `${call.account} ${client}`;
      const pages = kept.get(key) ?? new Map<string, Reply>();
      kept.set(key, pages);
      if (call.operation !== "getRecord") {
        if (call.operation === "putRecord" || call.operation === "postRecord") pages.delete(call.path);
        else if (call.method === "POST" || call.method === "DELETE") pages.clear();
        return call.pass();
      }
      const seen = pages.get(call.path);
      const plain = [...call.headers.keys()].every((name) => !name.startsWith("x-if-"));
      if (seen && plain) return new Reply(seen.status, new Headers(seen.headers), seen.octets);
      const reply = await call.pass();
      if (reply.status === 200)
        pages.set(call.path, new Reply(200, new Headers(reply.headers), reply.octets));
      return reply;
    },
  );
}

/** What was staged last is not dropped by an abort, but put before the next write of anybody. */
function leaking(): Fault {
  const leaked = new Map<string, Change[]>();
  const { handler, store } = leasing("", (sessions) => {
    const last = new Map<string, Change[]>();
    return {
      stage(account, id, changes, amount) {
        last.set(id, changes);
        sessions.stage(account, id, changes, amount);
      },
      abort(account, id) {
        leaked.set(account, last.get(id) ?? []);
        sessions.abort(account, id);
      },
    };
  });
  return {
    does: "applies with the next write what an aborted session had staged last",
    ...(handler && { handler }),
    store: (inner) => {
      const leased = store?.(inner) ?? inner;
      return {
        ...leased,
        write(account, changes, quota) {
          const more = leaked.get(account) ?? [];
          leaked.delete(account);
          return inner.write(account, [...more, ...changes], quota);
        },
      };
    },
  };
}

/** Ends with one session the leases of all. */
function freeing(): Fault {
  return leasing("frees with a session that ends the scopes of all others", (sessions) => {
    const freed = new Set<string>();
    const free = (account: string) => {
      for (const { id } of sessions.live(account)) freed.add(id);
    };
    return {
      live: (account) => sessions.live(account).filter(({ id }) => !freed.has(id)),
      abort(account, id) {
        free(account);
        sessions.abort(account, id);
      },
      commit(account, id, quota) {
        free(account);
        return sessions.commit(account, id, quota);
      },
    };
  });
}

/** Counts what has expired as if it were there. */
function countingExpired(): Fault {
  return storing("counts what has expired where there is a quota", (store) => {
    const held = new Map<string, { expires: number; bytes: number }[]>();
    return {
      write(account, changes, quota = null) {
        const all = held.get(account) ?? [];
        const expired = all.filter(({ expires }) => expires <= Date.now());
        const bytes = expired.reduce((sum, one) => sum + one.bytes, 0);
        const written = store.write(account, changes, quota === null ? null : Math.max(0, quota - bytes));
        for (const { fields } of changes.filter(stores)) {
          if (fields.ttl && fields.payload)
            all.push({ expires: Date.now() + fields.ttl * 1000, bytes: Buffer.byteLength(fields.payload) });
        }
        held.set(account, all);
        return written;
      },
    };
  });
}

/** Keeps the counts of whoever asked last until anybody writes. */
function mixingUp(): Fault {
  let kept: unknown = null;
  return replying(
    "shows the counts of the account that asked last, where nobody has written since",
    (reply, call) => {
      if (call.method !== "GET" && call.method !== "HEAD") kept = null;
      if (call.path !== "/info/collection_counts" || reply.status !== 200) return;
      if (kept) reply.json = kept;
      else kept = reply.json;
    },
  );
}

/** Remembers the end of one session alone. */
function forgettingEnded(): Fault {
  const ended = new Map<string, string[]>();
  return answering(
    "performs a write that carries a session which ended before the last one did",
    async (call) => {
      const all = ended.get(call.account ?? "") ?? [];
      const session = call.headers.get(SESSION) ?? "";
      const isForgotten =
        all.slice(0, -1).includes(session) && (call.method === "POST" || call.method === "DELETE");
      const headers = new Headers(call.headers);
      if (isForgotten) headers.delete(SESSION);
      const reply = await call.pass({ headers });
      const of = /^\/sessions\/([^/]+)/.exec(call.path)?.[1];
      if (of && reply.ok && call.method !== "GET") ended.set(call.account ?? "", [...all, of]);
      return reply;
    },
  );
}
