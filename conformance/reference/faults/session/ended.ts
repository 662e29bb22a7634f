/** Servers with one fault each, for the rules of `checks/session/ended.ts`. */
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { refused } from "../support/request.ts";
import { finding, leasing, rememberingOwners, SESSION } from "../support/session-leasing.ts";

/** Milliseconds for which a forgetful server remembers an ended session. */
const REMEMBERED = 1000;

export const sessionEnded = {
  "session.ended.code": answering("serves readers whose session has ended", async (call) => {
    const reply = await call.pass();
    const reads = call.method === "GET" || call.method === "HEAD";
    if (!reads || reply.status !== 410 || !call.headers.has(SESSION)) return reply;
    return call.pass({ headers: headersWith(call.headers, { [SESSION]: null }) });
  }),

  "session.ended.committed": finding("forgets which version a commit took", (session) => ({
    ...session,
    committed: null,
  })),

  "session.ended.aborted": finding("takes an aborted session for an expired one", (session) => ({
    ...session,
    outcome: session.outcome === "aborted" ? "expired" : session.outcome,
  })),

  "session.ended.expired": finding("forgets a session that expires", (session) =>
    session.outcome === "expired" ? undefined : session,
  ),

  "session.ended.kept": leasing("forgets a session a second after its end", (sessions) => {
    const ends = new Map<string, number>();
    return {
      commit(account, id, quota) {
        ends.set(id, Date.now());
        return sessions.commit(account, id, quota);
      },
      abort(account, id) {
        ends.set(id, Date.now());
        sessions.abort(account, id);
      },
      find(account, id) {
        const passed = Date.now() - (ends.get(id) ?? Date.now());
        return passed > REMEMBERED ? undefined : sessions.find(account, id);
      },
    };
  }),

  "session.ended.unknown": answering("answers 404 where no session can have the id", (call) =>
    /^\/sessions\/(?![\w-]{1,64}(?:\/|$))./.test(call.path) ? refused(call, 404) : call.pass(),
  ),

  "session.ended.foreign": leasing("finds a session by its id, whoever asks", (sessions) => {
    const { begin, ownerOf } = rememberingOwners(sessions);
    return { begin, find: (account, id) => sessions.find(ownerOf(account, id), id) };
  }),

  "session.ended.acts-not": replying(
    "writes at once what its session comes too late for",
    async (reply, call) => {
      if (call.operation !== "putRecord" || reply.status !== 410) return;
      await call.pass({ headers: headersWith(call.headers, { [SESSION]: null }) });
    },
  ),
} satisfies Partial<FaultsOf<"session">>;
