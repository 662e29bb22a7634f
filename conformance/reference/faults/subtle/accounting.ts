/** Faults in what is counted: octets and seconds. */
import { Buffer } from "node:buffer";
import { storing } from "../fault.ts";
import { recordAt, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";

export const accounting: Record<string, SubtleFault> = {
  "quota-counted-twice": {
    ...storing("counts what a write replaces beside what replaces it, where there is a quota", (store) => ({
      write(account, changes, quota = null) {
        if (quota === null) return store.write(account, changes, quota);
        const replaced = changes.filter(stores).filter(({ fields }) => fields.payload !== undefined);
        const old = replaced.map((change) => recordAt(store, account, change)?.payload ?? "");
        const twice = old.reduce((sum, payload) => sum + Buffer.byteLength(payload), 0);
        return store.write(account, changes, Math.max(0, quota - twice));
      },
    })),
    caughtBy: "quota.full",
  },

  "ttl-restarted-by-sortindex": {
    ...storing("restarts the ttl of a record when a list changes its sortindex", (store) => ({
      write(account, changes, quota) {
        const anew = changes.map((change) => {
          if (!stores(change) || changes.length < 2) return change;
          const { sortindex, ttl } = change.fields;
          const was = recordAt(store, account, change);
          if (sortindex === undefined || ttl !== undefined || !was || was.expires === null) return change;
          const seconds = Math.round(was.expires / 1000 - was.modified);
          return { ...change, fields: { ...change.fields, ttl: Math.max(1, seconds) } };
        });
        return store.write(account, anew, quota);
      },
    })),
    caughtBy: "expiry.kept",
  },
};
