/** A disguise that shows versions with large gaps. */

import { random } from "../seeded-random.ts";
import type { Session } from "../session-store.ts";
import type { ListQuery, Store, StoredRecord } from "../store.ts";
import type { Written } from "../stored-changes.ts";
import type { Disguise } from "./disguise.ts";

/** Largest gap between two versions. */
const LONGEST_STEP = 1e6;

/** Maps versions of the store to shown versions, the same ones in every account. */
class VersionMap {
  readonly #rungs = [0];
  readonly #next = random(1);

  /** The shown version for a version of the store. */
  shown(version: number): number {
    for (let last = this.#rungs.at(-1) as number; this.#rungs.length <= version; ) {
      last += 1 + Math.floor(this.#next() * LONGEST_STEP);
      this.#rungs.push(last);
    }
    return this.#rungs[version] as number;
  }

  /** The greatest version of the store whose shown version is at most `version`. */
  atMost(version: number): number {
    let [low, high] = [0, this.#rungs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#rungs[middle] as number) <= version) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The least version of the store whose shown version is at least `version`; possibly a future one. */
  atLeast(version: number): number {
    return version <= 0 ? 0 : this.atMost(version - 1) + 1;
  }
}

/** Versions are ordered, but not consecutive (version.*). */
export const jumps: Disguise = {
  does: "takes versions that jump by anything from one to a million",
  store(store) {
    const ladder = new VersionMap();
    const told = (version: number) => ladder.shown(version);
    const record = (one: StoredRecord) => ({ ...one, version: told(one.version) });
    const written = (one: Written) => ({ ...one, version: told(one.version) });
    const session = (one: Session): Session => {
      const { version, committed } = one;
      return { ...one, version: told(version), committed: committed === null ? null : told(committed) };
    };
    const { sessions } = store;
    return {
      ...store,
      version: (...target) => told(store.version(...target)),
      collectionVersion(...target) {
        const version = store.collectionVersion(...target);
        return version === undefined ? undefined : told(version);
      },
      collections: (account) =>
        store.collections(account).map((one) => ({ ...one, version: told(one.version) })),
      record(...name) {
        const found = store.record(...name);
        return found && record(found);
      },
      list(account, query) {
        const { records, more } = store.list(account, queryOfStore(query, ladder));
        return { records: records.map(record), more };
      },
      write: (...args) => written(store.write(...args)),
      sessions: {
        ...sessions,
        begin: (...args) => session(sessions.begin(...args)),
        live: (account) => sessions.live(account).map(session),
        find(account, id) {
          const found = sessions.find(account, id);
          return found && session(found);
        },
        commit: (...args) => written(sessions.commit(...args)),
      },
    } satisfies Store;
  },
};

/** Translates the versions of a query into versions of the store. */
function queryOfStore(query: ListQuery, ladder: VersionMap): ListQuery {
  const { newer, older, sort, after } = query;
  const byVersion = after && sort !== "index" ? { ...after, key: ladder.atMost(after.key) } : after;
  return {
    ...query,
    newer: newer === null ? null : ladder.atMost(newer),
    older: older === null ? null : ladder.atLeast(older),
    after: byVersion,
  };
}
