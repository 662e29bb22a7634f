/** Servers with one fault each, for the rules of `checks/session/state.ts`. */
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { asked, finding, leasing } from "../support/session-leasing.ts";

/** What sessions had for `expires_in` when they began, by id. */
const granted = new Map<string, number>();

export const sessionState = {
  "session.state.head": answering("ignores `Accept` on HEAD of a session", (call) =>
    call.operation === "headSession"
      ? call.pass({ headers: headersWith(call.headers, { Accept: null }) })
      : call.pass(),
  ),

  "session.state.reads": finding("renews a session that is looked at", (session, sessions, account) => {
    if (asked()?.operation === "getSession") sessions.renew(account, session.id);
    return session;
  }),

  "session.state.expires-in": replying(
    "shows in a session how long it was granted for",
    async (reply, call) => {
      if (call.operation === "postSessions" && reply.ok) granted.set(reply.json.id, reply.json.expires_in);
      if (call.operation !== "getSession" || !reply.ok) return;
      reply.json = { ...reply.json, expires_in: granted.get(reply.json.id) };
    },
  ),

  "session.state.staged": leasing("counts deletions as well as records", (sessions) => ({
    stage: (account, id, changes, { bytes }) =>
      sessions.stage(account, id, changes, { records: changes.length, bytes }),
  })),

  "session.renew": leasing("renews a session only by what is staged in it", (sessions) => ({
    renew(account, id) {
      if (asked()?.method !== "GET" && asked()?.method !== "HEAD") sessions.renew(account, id);
    },
  })),
} satisfies Partial<FaultsOf<"session">>;
