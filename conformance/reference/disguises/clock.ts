import type { Session } from "../session-store.ts";
import type { Store } from "../store.ts";
import type { Change } from "../stored-changes.ts";
import type { Disguise } from "./disguise.ts";

const OFF_MS = 30_000;

/** What a server does is measured in its own seconds; what time it is, is its own business (header.timestamp.*). */
export const ahead: Disguise = {
  does: "has a clock that is 30 s ahead",
  clock: () => Date.now() + OFF_MS,
};

export const behind: Disguise = {
  does: "has a clock that is 30 s behind",
  clock: () => Date.now() - OFF_MS,
};

const SECOND = 1000;

/**
 * Timers that go off on whole seconds. What is to live for n seconds ends with the first whole second at which they
 * are over, so at most one second late, as expiry.latest and session.end.expiry have it. What `wait` says has no such
 * leeway (limit.wait.over), so that it stays as it is.
 */
export const coarse = {
  does: "looks at its timers once a second",
  clock: () => Math.floor(Date.now() / SECOND) * SECOND,
  store(store: Store): Store {
    const { sessions } = store;
    return {
      ...store,
      write: (account, changes, quota) => store.write(account, changes.map(later), quota),
      sessions: {
        ...sessions,
        begin: (account, { scope, ttl, lifetime }) =>
          shown(sessions.begin(account, { scope, ttl: ttl + 1, lifetime: lifetime + 1 })),
        live: (account) => sessions.live(account).map(shown),
        find(account, id) {
          const found = sessions.find(account, id);
          return found && shown(found);
        },
        stage: (account, id, changes, amount) => sessions.stage(account, id, changes.map(later), amount),
      },
    };
  },
} satisfies Disguise;

/** A time to live that begins within a second may be counted only from the end of that second. */
function later(change: Change): Change {
  if (!("fields" in change) || typeof change.fields.ttl !== "number") return change;
  return { ...change, fields: { ...change.fields, ttl: change.fields.ttl + 1 } };
}

/** Promises only what is sure: the last second may be nearly over. */
function shown(session: Session): Session {
  return session.outcome === null ? { ...session, left: Math.max(1, session.left - SECOND) } : session;
}
