/** Disguises of the clock: ahead, behind, and with coarse timers. */
import type { Session } from "../session-store.ts";
import type { Store } from "../store.ts";
import type { Change } from "../stored-changes.ts";
import type { Disguise } from "./disguise.ts";

const OFF_MS = 30_000;

/** A server may have any time, as long as its durations are right (header.timestamp.*). */
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
 * Timers that fire on whole seconds. A lifetime of n seconds ends with the first whole second after it, so at most one
 * second late, which expiry.latest and session.end.expiry allow. For `wait` there is no such leeway (limit.wait.over),
 * so it stays as it is.
 */
export const coarse = {
  does: "looks at its timers once a second",
  clock: () => Math.floor(Date.now() / SECOND) * SECOND,
  store(store: Store): Store {
    const { sessions } = store;
    return {
      ...store,
      write: (account, changes, quota) => store.write(account, changes.map(oneSecondLater), quota),
      sessions: {
        ...sessions,
        begin: (account, { scope, ttl, lifetime }) =>
          withoutLastSecond(sessions.begin(account, { scope, ttl: ttl + 1, lifetime: lifetime + 1 })),
        live: (account) => sessions.live(account).map(withoutLastSecond),
        find(account, id) {
          const found = sessions.find(account, id);
          return found && withoutLastSecond(found);
        },
        stage: (account, id, changes, amount) =>
          sessions.stage(account, id, changes.map(oneSecondLater), amount),
      },
    };
  },
} satisfies Disguise;

/** Adds a second to a time to live, since this clock counts it from the beginning of the current second. */
function oneSecondLater(change: Change): Change {
  if (!("fields" in change) || typeof change.fields.ttl !== "number") return change;
  return { ...change, fields: { ...change.fields, ttl: change.fields.ttl + 1 } };
}

/** Shortens the shown lifetime by a second, since the current second may be nearly over. */
function withoutLastSecond(session: Session): Session {
  return session.outcome === null ? { ...session, left: Math.max(1, session.left - SECOND) } : session;
}
