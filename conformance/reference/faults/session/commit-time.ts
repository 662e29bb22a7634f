/** Servers with one fault each, for the rules of `checks/session/commit-time.ts`. */
import type { StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import type { Fault, FaultsOf } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { committing, leasing } from "../support/session-leasing.ts";
import { showing } from "../support/showing.ts";

/** Milliseconds between two things that ought to happen at one moment. */
const APART = 30;

/** Writes the first half of a commit a little before the whole of it. */
function writingAhead(): Fault {
  const held = new Map<string, Change[]>();
  let writeHalf = (_session: string): void => {};
  const { store } = leasing("", (sessions, inner) => {
    const accounts = new Map<string, string>();
    writeHalf = (id) => {
      const changes = held.get(id) ?? [];
      inner.write(accounts.get(id) ?? "", changes.slice(0, Math.floor(changes.length / 2)));
    };
    return {
      stage(account, id, changes, amount) {
        accounts.set(id, account);
        held.set(id, [...(held.get(id) ?? []), ...changes]);
        sessions.stage(account, id, changes, amount);
      },
    };
  });
  return {
    does: "makes a commit in two writes",
    ...(store && { store }),
    handler: (next) => async (request, env) => {
      const [, id] = /\/sessions\/([^/]+)\/commit$/.exec(env.incoming.url ?? "") ?? [];
      if (id !== undefined) {
        writeHalf(id);
        await wait(APART);
      }
      return next(request, env);
    },
  };
}

/** Shows records with the time at which they were staged. */
function stagedTimes(): Fault {
  const times = new Map<string, { modified: number; version: number }>();
  const keyOf = (...names: string[]) => names.join("/");
  const fault = leasing("gives a record the time at which it was staged", (sessions, inner) => {
    const held = new Map<string, { key: string; modified: number }[]>();
    return {
      stage(account, id, changes, amount) {
        sessions.stage(account, id, changes, amount);
        const modified = inner.now();
        const records = changes.flatMap((change) =>
          "fields" in change
            ? [{ key: keyOf(account, change.partition, change.collection, change.id), modified }]
            : [],
        );
        held.set(id, [...(held.get(id) ?? []), ...records]);
      },
      commit(account, id, quota) {
        const written = sessions.commit(account, id, quota);
        for (const { key, modified } of held.get(id) ?? []) {
          times.set(key, { modified, version: written.version });
        }
        return written;
      },
    };
  });
  const show = (record: StoredRecord, account: string, partition: string) => {
    const time = times.get(keyOf(account, partition, record.collection, record.id));
    return time?.version === record.version ? { ...record, modified: time.modified } : record;
  };
  return {
    ...fault,
    store: (inner) => {
      const changed = fault.store?.(inner) ?? inner;
      return { ...changed, ...showing(changed, show) };
    },
  };
}

export const sessionCommitTime = {
  "session.commit.atomic": writingAhead(),

  "session.commit.ttl": committing("lets the ttl of a record start when it is staged", (staged) =>
    staged.map(({ change, at }) => {
      if (!("fields" in change) || !change.fields.ttl) return change;
      const passed = Math.floor((Date.now() - at) / 1000);
      return { ...change, fields: { ...change.fields, ttl: Math.max(0, change.fields.ttl - passed) } };
    }),
  ),

  "session.commit.modified": stagedTimes(),

  "session.commit.expired": leasing(
    "merges a partial update with the record that is there when it is staged",
    (sessions, store) => ({
      stage(account, id, changes, amount) {
        const merged = changes.map((change): Change => {
          if (change.kind !== "update") return change;
          const { partition, collection, id: name, fields } = change;
          const record = store.record(account, partition, collection, name);
          if (!record) return change;
          const { payload, sortindex } = record;
          return { ...change, kind: "replace", fields: { payload, sortindex, ...fields } };
        });
        sessions.stage(account, id, merged, amount);
      },
    }),
  ),
} satisfies Partial<FaultsOf<"session">>;
