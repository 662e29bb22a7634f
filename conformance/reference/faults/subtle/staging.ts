/** Makes faults in what a commit does with the staged changes. */
import type { Store, StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import type { Fault } from "../fault.ts";
import { leasing } from "../support/session-leasing.ts";
import { recordAt, stores } from "./changes.ts";

/** What is staged, and the record that it was staged for, as it was then. */
export interface Remembered {
  change: Change;
  was: StoredRecord | undefined;
}

/**
 * A fault in what a commit does of all that was staged.
 * @param choose returns what is committed, in order
 * @param allow returns the quota that the commit has to keep
 */
export function remembering(
  does: string,
  choose: (staged: Remembered[], account: string, store: Store) => Change[],
  allow: (quota: number, staged: Remembered[], account: string, store: Store) => number = (quota) => quota,
): Fault {
  return leasing(does, (sessions, store) => {
    const held = new Map<string, Remembered[]>();
    return {
      stage(account, id, changes, amount) {
        const staged = changes.map((change) => ({
          change,
          was: stores(change) ? recordAt(store, account, change) : undefined,
        }));
        held.set(id, [...(held.get(id) ?? []), ...staged]);
        sessions.stage(account, id, [], amount);
      },
      commit(account, id, quota) {
        const staged = held.get(id) ?? [];
        sessions.stage(account, id, choose(staged, account, store), { records: 0, bytes: 0 });
        // One that is refused is committed again.
        held.set(id, []);
        return sessions.commit(account, id, quota == null ? quota : allow(quota, staged, account, store));
      },
    };
  });
}
