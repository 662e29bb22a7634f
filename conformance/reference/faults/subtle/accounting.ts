import { Buffer } from "node:buffer";
import { storing } from "../fault.ts";
import { nameOf, recordAt, stores } from "./changes.ts";
import type { SubtleFault } from "./fault.ts";
import { remembering } from "./staging.ts";

/** Faults in what is counted: octets and seconds. */
export const accounting: Record<string, SubtleFault> = {
  "commit-counts-replaced": {
    ...remembering(
      "counts in a commit what it replaces beside what replaces it",
      (staged) => staged.map(({ change }) => change),
      (quota, staged) => {
        const names = new Set<string>();
        let twice = 0;
        for (const { change, was } of staged) {
          if (!stores(change) || change.fields.payload === undefined || names.has(nameOf(change))) continue;
          names.add(nameOf(change));
          twice += Buffer.byteLength(was?.payload ?? "");
        }
        return Math.max(0, quota - twice);
      },
    ),
    caughtBy: "model.store.quota",
  },

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
    ...storing("has a record live anew when a list changes its sortindex", (store) => ({
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
