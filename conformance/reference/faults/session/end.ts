/** Servers with one fault each, for the rules of `checks/session/end.ts`. */
import type { Session } from "../../session-store.ts";
import type { Change } from "../../stored-changes.ts";
import { answering, type FaultsOf } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { leasing } from "../support/session-leasing.ts";

export const sessionEnd = {
  "session.abort.ok": answering(
    "answers an abort as if the session had been aborted before",
    async (call) => {
      const reply = await call.pass();
      return call.operation === "deleteSession" && reply.ok ? peek(call) : reply;
    },
  ),

  "session.abort.drops": leasing("leaves what it has staged when a session is aborted", (sessions, store) => {
    const held = new Map<string, Change[]>();
    return {
      stage(account, id, changes, amount) {
        sessions.stage(account, id, changes, amount);
        held.set(id, [...(held.get(id) ?? []), ...changes]);
      },
      abort(account, id) {
        sessions.abort(account, id);
        store.write(account, held.get(id) ?? []);
      },
    };
  }),

  "session.end.frees": leasing("keeps others from the scope of a session that was committed", (sessions) => {
    const kept = new Map<string, Session[]>();
    return {
      commit(account, id, quota) {
        const session = sessions.find(account, id);
        const written = sessions.commit(account, id, quota);
        if (session) kept.set(account, [...(kept.get(account) ?? []), session]);
        return written;
      },
      live: (account) => [...sessions.live(account), ...(kept.get(account) ?? [])],
    };
  }),

  "session.end.expiry": leasing("lets a session live until the end of its lifetime", (sessions) => ({
    begin(account, lease) {
      const session = sessions.begin(account, { ...lease, ttl: lease.lifetime });
      return { ...session, left: lease.ttl * 1000 };
    },
  })),

  "session.end.lives": leasing("ends a session a second early", (sessions) => ({
    begin: (account, lease) => sessions.begin(account, { ...lease, ttl: lease.ttl - 1 }),
  })),

  "session.end.lifetime": leasing("lets a session live as long as it is renewed", (sessions) => ({
    begin: (account, lease) => sessions.begin(account, { ...lease, lifetime: lease.lifetime * 100 }),
  })),
} satisfies Partial<FaultsOf<"session">>;
