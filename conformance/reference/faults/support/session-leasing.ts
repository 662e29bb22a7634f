/** Makes faults in the store of sessions. */
import { AsyncLocalStorage } from "node:async_hooks";
import { PARTITIONS } from "../../../contract/document.ts";
import type { Session, SessionStore } from "../../session-store.ts";
import type { Store } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { answering, type Call, type Fault } from "../fault.ts";
import { parse } from "./request.ts";

export const SESSION = "X-Weave-Session";

const calls = new AsyncLocalStorage<Call>();

/** The call for which the store is asked. */
export function asked(): Call | undefined {
  return calls.getStore();
}

/** The scope that a call asks for. */
export function scopeAsked(): string[] {
  const { scope } = Object(parse(asked()?.text ?? "")) as { scope?: unknown };
  return Array.isArray(scope) ? scope : [...PARTITIONS];
}

/** A fault that changes some methods of the store of sessions, which may look at the call that asks. */
export function leasing(
  does: string,
  change: (sessions: SessionStore, store: Store) => Partial<SessionStore>,
): Fault {
  return {
    ...answering(does, (call) => calls.run(call, () => call.pass())),
    store: (store) => ({ ...store, sessions: { ...store.sessions, ...change(store.sessions, store) } }),
  };
}

/** Remembers who began a session, for a fault that finds it by its id alone. */
export function rememberingOwners(sessions: SessionStore): {
  begin: SessionStore["begin"];
  ownerOf: (account: string, id: string) => string;
} {
  const owners = new Map<string, string>();
  return {
    begin(account, lease) {
      const session = sessions.begin(account, lease);
      owners.set(session.id, account);
      return session;
    },
    ownerOf: (account, id) => owners.get(id) ?? account,
  };
}

/** A fault that takes the sessions of an account for others than they are. */
export function seeing(does: string, see: (live: Session[], call: Call | undefined) => Session[]): Fault {
  return leasing(does, (sessions) => ({ live: (account) => see(sessions.live(account), asked()) }));
}

/** A fault that takes a session that is asked for by its id for another than it is; undefined: there is none. */
export function finding(
  does: string,
  find: (session: Session, sessions: SessionStore, account: string) => Session | undefined,
): Fault {
  return leasing(does, (sessions) => ({
    find(account, id) {
      const session = sessions.find(account, id);
      return session && find(session, sessions, account);
    },
  }));
}

/** What is staged, and when it was, in milliseconds since the epoch. */
export interface Staged {
  change: Change;
  at: number;
}

/**
 * A fault in what a commit does of all that was staged.
 * @param choose returns what is to be committed, in order
 */
export function committing(
  does: string,
  choose: (staged: Staged[], store: Store, account: string) => Change[],
): Fault {
  return leasing(does, (sessions, store) => {
    const held = new Map<string, Staged[]>();
    return {
      stage(account, id, changes, amount) {
        sessions.stage(account, id, [], amount);
        const staged = changes.map((change) => ({ change, at: Date.now() }));
        held.set(id, [...(held.get(id) ?? []), ...staged]);
      },
      commit(account, id, quota) {
        const chosen = choose(held.get(id) ?? [], store, account);
        sessions.stage(account, id, chosen, { records: 0, bytes: 0 });
        return sessions.commit(account, id, quota);
      },
    };
  });
}
