import { AsyncLocalStorage } from "node:async_hooks";
import { QuotaExceeded, type Store } from "../../store.ts";
import { answering, type Fault, type FaultsOf, replying, storing } from "../fault.ts";
import { listOf } from "../limit/index.ts";
import { wait } from "../support/pause.ts";
import { peek, turnInto } from "../support/peek.ts";

const REMAINING = "X-Weave-Quota-Remaining";

/** Bytes that an account uses. */
function usage(store: Store, account: string): number {
  return store.collections(account).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A fault in how the quota counts for a write that is no commit. */
function granting(does: string, change: (quota: number) => number) {
  return storing(does, (store) => ({
    write: (account, changes, quota = null) =>
      store.write(account, changes, quota === null ? null : change(quota)),
  }));
}

/** A fault that refuses some writes to a full account. */
function refusingFull(does: string, stores: boolean) {
  return storing(does, (store) => ({
    write(account, changes, quota = null) {
      const full = quota !== null && usage(store, account) >= quota;
      if (full && changes.some((change) => "fields" in change === stores)) throw new QuotaExceeded();
      return store.write(account, changes, quota);
    },
  }));
}

/** Milliseconds between looking at the quota and writing. */
const APART = 20;

/** Looks at the quota a moment before it writes. */
function hasty(): Fault {
  const calls = new AsyncLocalStorage<{ fits: boolean }>();
  return {
    ...answering("looks at the quota a moment before it writes", async (call) => {
      if (call.method !== "PUT" && call.method !== "POST") return call.pass();
      const { json } = await peek(call, "/info/quota");
      const payloads = [...call.text.matchAll(/"payload":"([^"]*)"/g)].map(([, text = ""]) => text);
      const added = Buffer.byteLength(payloads.join(""));
      await wait(APART);
      return calls.run({ fits: json?.quota != null && json.usage + added <= json.quota }, () => call.pass());
    }),
    store: (store) => ({
      ...store,
      write: (account, changes, quota = null) =>
        store.write(account, changes, calls.getStore()?.fits && quota !== null ? quota * 2 : quota),
    }),
  };
}

export const quota = {
  "quota.exceeded": granting(
    "refuses nothing before the quota is exceeded by a tenth",
    (bytes) => bytes * 1.1,
  ),

  "quota.full": granting("takes only less than the quota", (bytes) => bytes - 1),

  "quota.stores-nothing": answering("stores of a list what the quota leaves room for", async (call) => {
    const reply = await call.pass();
    for (const element of reply.status === 403 ? (listOf(call) ?? []) : []) {
      if (!(await call.pass({ text: JSON.stringify([element]) })).ok) break;
    }
    return reply;
  }),

  "quota.not-higher": refusingFull("stores nothing at all in a full account", true),

  "quota.delete": refusingFull("is read-only for a full account, deletions included", false),

  "quota.commit": storing("asks for the quota only as long as nothing is staged", (store) => ({
    sessions: {
      ...store.sessions,
      commit: (account, id) => store.sessions.commit(account, id, Number.MAX_SAFE_INTEGER),
    },
  })),

  "quota.commit-within": storing("adds up all that is staged, whatever it replaces or removes", (store) => {
    const bytes = new Map<string, number>();
    return {
      sessions: {
        ...store.sessions,
        stage(account, id, changes, amount) {
          bytes.set(id, (bytes.get(id) ?? 0) + amount.bytes);
          store.sessions.stage(account, id, changes, amount);
        },
        commit(account, id, quota = null) {
          const added = bytes.get(id) ?? 0;
          if (quota !== null && added > 0 && usage(store, account) + added > quota) throw new QuotaExceeded();
          return store.sessions.commit(account, id, quota);
        },
      },
    };
  }),

  "quota.staged": replying("looks at the quota when a list is staged", async (reply, call) => {
    if (call.operation !== "postCollection" || reply.status !== 202) return;
    const { quota: bytes, usage: used } = (await peek(call, "/info/quota")).json;
    const payloads = (listOf(call) ?? []).map(({ payload = "" }) => Buffer.byteLength(String(payload)));
    if (bytes !== null && used + payloads.reduce((sum, size) => sum + size, 0) > bytes) {
      turnInto(reply, 403, "quota-exceeded");
    }
  }),

  "quota.sessions": answering("begins no session in a full account", async (call) => {
    if (call.operation !== "postSessions") return call.pass();
    const view = await peek(call, "/info/quota");
    if (view.json.quota === null || view.json.usage < view.json.quota) return call.pass();
    turnInto(view, 403, "quota-exceeded");
    return view;
  }),

  "quota.expired": storing("counts what has expired for another minute", (store) => {
    const passing = new Map<string, { bytes: number; expires: number }[]>();
    return {
      write(account, changes, quota = null) {
        const now = Date.now();
        const known = passing.get(account) ?? [];
        const swept = known.filter(({ expires }) => expires <= now && now < expires + 60_000);
        const counted = swept.reduce((sum, { bytes }) => sum + bytes, 0);
        const written = store.write(account, changes, quota === null ? null : quota - counted);
        for (const change of changes) {
          if (!("fields" in change) || !change.fields.ttl) continue;
          const { payload, ttl } = change.fields;
          known.push({ bytes: Buffer.byteLength(payload ?? ""), expires: now + ttl * 1000 });
        }
        passing.set(account, known);
        return written;
      },
    };
  }),

  "quota.concurrent": hasty(),

  "quota.commit-lives": storing("ends a session whose commit exceeds the quota", (store) => ({
    sessions: {
      ...store.sessions,
      commit(account, id, quota) {
        try {
          return store.sessions.commit(account, id, quota);
        } catch (error) {
          store.sessions.abort(account, id);
          throw error;
        }
      },
    },
  })),

  "quota.remaining.value": answering("tells what remained before the write", async (call) => {
    const { json } = await peek(call, "/info/quota");
    const reply = await call.pass();
    if (reply.headers.has(REMAINING)) reply.headers.set(REMAINING, String(json.quota - json.usage));
    return reply;
  }),

  "quota.remaining.present": replying("says nothing of the quota after a commit", (reply, call) => {
    if (call.operation === "postSessionCommit") reply.headers.delete(REMAINING);
  }),
} satisfies FaultsOf<"quota">;
