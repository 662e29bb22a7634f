/** Faults in what takes no new time, and in what is weighed apart. */
import type { Change } from "../../stored-changes.ts";
import { storing } from "../fault.ts";
import { usage } from "../support/quota.ts";
import { asked, leasing } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

type Write = Extract<Change, { kind: "update" | "replace" }>;
const isWrite = (change: Change): change is Write => change.kind === "update" || change.kind === "replace";

export const unrenewed: Record<string, SubtleFault> = {
  "equal-ttl-goes-on": {
    ...storing("lets the time of a record go on where an update gives the ttl that it has", (store) => {
      const given = new Map<string, number>();
      const nameOf = (account: string, { partition, collection, id }: Write) =>
        `${account}/${partition}/${collection}/${id}`;
      return {
        write(account, changes, quota) {
          const made = changes.map((change): Change => {
            if (change.kind !== "update" || !change.fields.ttl) return change;
            const { partition, collection, id, fields } = change;
            const expires = store.record(account, partition, collection, id)?.expires;
            if (!expires || given.get(nameOf(account, change)) !== fields.ttl) return change;
            return { ...change, fields: { ...fields, ttl: (expires - Date.now()) / 1000 } };
          });
          const written = store.write(account, made, quota);
          for (const change of changes.filter(isWrite)) {
            if (change.fields.ttl) given.set(nameOf(account, change), change.fields.ttl);
          }
          return written;
        },
      };
    }),
    caughtBy: "expiry.restart",
  },
  "nothing-staged-renews-nothing": {
    ...leasing("does not renew a session by a list that stages nothing", (sessions) => ({
      renew(account, id) {
        if (asked()?.method !== "POST" || asked()?.text.trim() !== "[]") sessions.renew(account, id);
      },
    })),
    caughtBy: "session.renew",
  },
  "weighed-one-by-one": {
    ...storing("weighs each record of a list against the quota, and not all of them", (store) => ({
      write(account, changes, quota) {
        if (quota == null || changes.length < 2 || !changes.every(isWrite)) {
          return store.write(account, changes, quota);
        }
        const used = usage(store, account);
        const fits = changes.every(({ fields }) => used + Buffer.byteLength(fields.payload ?? "") <= quota);
        return store.write(account, changes, fits ? Number.MAX_SAFE_INTEGER : quota);
      },
    })),
    caughtBy: "quota.exceeded",
  },
};
