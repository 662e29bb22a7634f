import type { Session } from "../../session-store.ts";
import type { Change } from "../../stored-changes.ts";
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";
import { refused } from "../support/request.ts";
import { asked, finding, leasing, SESSION } from "../support/session-leasing.ts";

/** Milliseconds for which a forgetful server remembers an ended session. */
const REMEMBERED = 1000;

/** What sessions had for `expires_in` when they began, by id. */
const granted = new Map<string, number>();

const living = {
  "session.state.live": replying("shows in a session the version of now", async (reply, call) => {
    if (call.operation !== "getSession" || !reply.ok) return;
    const { headers } = await peek(call, "/info/collections");
    reply.json = { ...reply.json, version: Number(headers.get("X-Last-Modified-Version")) };
  }),

  "session.state.head": answering("does not heed `Accept` on HEAD of a session", (call) =>
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

const ending = {
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

const ended = {
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
    const owners = new Map<string, string>();
    return {
      begin(account, lease) {
        const session = sessions.begin(account, lease);
        owners.set(session.id, account);
        return session;
      },
      find: (account, id) => sessions.find(owners.get(id) ?? account, id),
    };
  }),

  "session.ended.acts-not": replying(
    "writes at once what its session comes too late for",
    async (reply, call) => {
      if (call.operation !== "putRecord" || reply.status !== 410) return;
      await call.pass({ headers: headersWith(call.headers, { [SESSION]: null }) });
    },
  ),
} satisfies Partial<FaultsOf<"session">>;

export const sessionEnd = { ...living, ...ending, ...ended } satisfies Partial<FaultsOf<"session">>;
