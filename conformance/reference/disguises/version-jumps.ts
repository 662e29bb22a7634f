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
  readonly #shown = [0];
  readonly #next = random(1);

  /** The shown version for a version of the store. */
  shown(version: number): number {
    for (let last = this.#shown.at(-1) as number; this.#shown.length <= version; ) {
      last += 1 + Math.floor(this.#next() * LONGEST_STEP);
      this.#shown.push(last);
    }
    return this.#shown[version] as number;
  }

  /** The greatest version of the store whose shown version is at most `version`. */
  atMost(version: number): number {
    let [low, high] = [0, this.#shown.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#shown[middle] as number) <= version) low = middle;
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
    const versions = new VersionMap();
    const shown = (version: number) => versions.shown(version);
    const record = (stored: StoredRecord) => ({ ...stored, version: shown(stored.version) });
    const written = (result: Written) => ({ ...result, version: shown(result.version) });
    const session = (stored: Session): Session => {
      const { version, committed } = stored;
      return { ...stored, version: shown(version), committed: committed === null ? null : shown(committed) };
    };
    const { sessions } = store;
    return {
      ...store,
      version: (...target) => shown(store.version(...target)),
      collectionVersion(...target) {
        const version = store.collectionVersion(...target);
        return version === undefined ? undefined : shown(version);
      },
      collections: (account) =>
        store.collections(account).map((summary) => ({ ...summary, version: shown(summary.version) })),
      record(...name) {
        const found = store.record(...name);
        return found && record(found);
      },
      list(account, query) {
        const { records, more } = store.list(account, queryOfStore(query, versions));
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
function queryOfStore(query: ListQuery, versions: VersionMap): ListQuery {
  const { newer, older, sort, after } = query;
  const byVersion = after && sort !== "index" ? { ...after, key: versions.atMost(after.key) } : after;
  return {
    ...query,
    newer: newer === null ? null : versions.atMost(newer),
    older: older === null ? null : versions.atLeast(older),
    after: byVersion,
  };
}
