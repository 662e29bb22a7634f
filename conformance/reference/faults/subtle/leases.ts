/** Faults in what a session owns, holds and writes. */
import type { Change } from "../../stored-changes.ts";
import { answering, replying, storing } from "../fault.ts";
import { peek, turnInto, VERSION } from "../support/peek.ts";
import { parse } from "../support/request.ts";
import {
  asked,
  committing,
  leasing,
  rememberingOwners,
  SESSION,
  seeing,
} from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

/** Changes that a commit makes at a time. */
const PORTION = 500;

/** Views of usage, by account, path and version. */
const views = new Map<string, string>();

export const leases: Record<string, SubtleFault> = {
  "commit-in-portions": {
    ...committing(
      `commits ${PORTION} changes at a time, each time under a version`,
      (staged, store, account) => {
        const changes = staged.map(({ change }) => change);
        while (changes.length > PORTION) store.write(account, changes.splice(0, PORTION));
        return changes;
      },
    ),
    caughtBy: "session.commit.one-version",
  },

  "commit-lists-last": {
    ...leasing("commits lists after all other writes", (sessions) => {
      const held = new Map<string, Change[][]>();
      return {
        stage(account, id, changes, amount) {
          sessions.stage(account, id, [], amount);
          held.set(id, [...(held.get(id) ?? []), changes]);
        },
        commit(account, id, quota) {
          const isList = (changes: Change[]) => Number(changes.length > 1);
          const sorted = (held.get(id) ?? []).toSorted((one, other) => isList(one) - isList(other));
          sessions.stage(account, id, sorted.flat(), { records: 0, bytes: 0 });
          return sessions.commit(account, id, quota);
        },
      };
    }),
    caughtBy: "session.commit.order",
  },

  "renewed-but-by-delete": {
    ...leasing("renews a session by every request but a DELETE", (sessions) => ({
      renew(account, id) {
        if (asked()?.method !== "DELETE") sessions.renew(account, id);
      },
    })),
    caughtBy: "session.renew",
  },

  "left-rounded-down": {
    ...leasing("rounds the seconds that a session has left down", (sessions) => ({
      find(account, id) {
        const found = sessions.find(account, id);
        return found?.outcome === null ? { ...found, left: Math.max(1, found.left - 999) } : found;
      },
    })),
    caughtBy: "session.state.expires-in",
  },

  "lease-of-one": {
    ...seeing("keeps others from writing for one session of an account alone", (live, call) =>
      call?.operation === "postSessions" ? live : live.slice(-1),
    ),
    caughtBy: "session.lease.refused",
  },

  "lease-of-what-exists": {
    ...leasing("owns of a partition only the collections that there are", (sessions, store) => ({
      live(account) {
        const existing = new Set(store.collections(account).map(({ path }) => path));
        return sessions.live(account).map((session) => ({
          ...session,
          scope:
            asked()?.operation === "postSessions"
              ? session.scope
              : session.scope.flatMap((path) =>
                  path.includes("/") ? [path] : [...existing].filter((one) => one.startsWith(`${path}/`)),
                ),
        }));
      },
    })),
    caughtBy: "session.lease.refused",
  },

  "scope-of-collections": {
    ...answering("wants the partition as scope for a deletion of collections", async (call) => {
      const id = call.headers.get(SESSION);
      if (call.operation !== "deletePartition" || id === null) return call.pass();
      const { scope = [] } = Object((await peek(call, `/sessions/${id}`)).json) as { scope?: string[] };
      const reply = await call.pass();
      if (reply.ok && !scope.includes(call.path.slice(1))) turnInto(reply, 403, "session-scope");
      return reply;
    }),
    caughtBy: "session.staged.accepted",
  },

  "condition-on-what-is-missing": {
    ...replying("looks at the condition of a staged deletion of what is missing", (reply, call) => {
      const condition = Number(call.headers.get("X-If-Unmodified-Since-Version") ?? 0);
      const deletes = call.operation === "deleteRecord" && call.headers.has(SESSION);
      if (deletes && reply.status === 202 && reply.headers.get(VERSION) === "0" && condition > 0) {
        turnInto(reply, 412, "precondition-failed", 0);
      }
    }),
    caughtBy: "session.staged.missing",
  },

  "ttl-left-out": {
    ...answering("gives a session without a ttl two seconds", (call) => {
      const wanted = call.operation === "postSessions" ? parse(call.text) : undefined;
      if (Object(wanted) !== wanted || Array.isArray(wanted)) return call.pass();
      return call.pass({ text: JSON.stringify({ ttl: 2, ...(wanted as object) }) });
    }),
    caughtBy: "session.begin.ttl-clamped",
  },

  "staged-again-counts-once": {
    ...leasing("counts a record that is staged again only once", (sessions) => {
      const known = new Map<string, Set<string>>();
      return {
        stage(account, id, changes, amount) {
          const names = known.get(id) ?? new Set();
          known.set(id, names);
          let records = 0;
          for (const change of changes) {
            if (!("fields" in change)) continue;
            const name = `${change.partition}/${change.collection}/${change.id}`;
            if (!names.has(name)) records += 1;
            names.add(name);
          }
          sessions.stage(account, id, changes, { ...amount, records });
        },
      };
    }),
    caughtBy: "session.state.staged",
  },

  "list-of-another-account": {
    ...leasing("finds the session of a list by its id, whosever it is", (sessions) => {
      const { begin, ownerOf } = rememberingOwners(sessions);
      return {
        begin,
        find: (account, id) =>
          sessions.find(asked()?.operation === "postPartition" ? ownerOf(account, id) : account, id),
      };
    }),
    caughtBy: "session.ended.foreign",
  },

  "kept-record-beside-collection": {
    ...storing("keeps no record by its name where `keep` names a collection too", (store) => ({
      write(account, changes, quota) {
        const mistaken = changes.map((change) => {
          const isCollection = (path: string) => path.split("/").length === 2;
          if (change.kind !== "wipe" || !change.keep.some(isCollection)) return change;
          return { ...change, keep: change.keep.filter((path) => path.split("/").length < 3) };
        });
        return store.write(account, mistaken, quota);
      },
    })),
    caughtBy: "keep.record",
  },

  "usage-by-version": {
    ...replying("keeps what it has shown of usage until the version changes", (reply, call) => {
      const isView =
        call.operation === "getInfoCollectionUsage" || call.operation === "getInfoCollectionCounts";
      if (!isView || reply.status !== 200) return;
      const key = `${call.account} ${call.path} ${reply.headers.get(VERSION)}`;
      const known = views.get(key) ?? reply.text;
      views.set(key, known);
      reply.text = known;
    }),
    caughtBy: "expiry.views",
  },
};
