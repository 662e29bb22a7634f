/** Servers with one fault each, for the rules of `checks/quota/commit.ts`. */
import { QuotaExceeded } from "../../store.ts";
import { answering, type FaultsOf, replying, storing } from "../fault.ts";
import { listOf } from "../support/limit.ts";
import { peek, turnInto } from "../support/peek.ts";
import { usage } from "../support/quota.ts";

export const quotaCommit = {
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
} satisfies Partial<FaultsOf<"quota">>;
