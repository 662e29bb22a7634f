import { QuotaExceeded, type Store } from "../store.ts";
import { answering, type FaultsOf, replying, storing } from "./fault.ts";
import { listOf } from "./limit.ts";
import { peek } from "./peek.ts";

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
