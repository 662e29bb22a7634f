import type { StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { type Fault, type FaultsOf, replying } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { VERSION } from "../support/peek.ts";
import { committing, leasing } from "../support/session-leasing.ts";
import { showing } from "../support/showing.ts";

/** Milliseconds between two things that ought to happen at one moment. */
const APART = 30;

/** How changes are sorted by a server that does not keep their order. */
const isDeletion = ({ kind }: Change) => Number(kind !== "replace" && kind !== "update");

const changesOf = (staged: { change: Change }[]) => staged.map(({ change }) => change);

export const sessionCommit = {
  "session.commit.version": replying(
    "reports in the header field of a commit the version before it",
    (reply, call) => {
      if (call.operation !== "postSessionCommit" || !reply.ok) return;
      reply.headers.set(VERSION, String(Math.max(0, Number(reply.headers.get(VERSION)) - 1)));
    },
  ),

  "session.commit.empty": leasing("takes a version for every commit", (sessions, store) => ({
    commit(account, id, quota) {
      const written = sessions.commit(account, id, quota);
      if (written.changed) return written;
      const name = { partition: "storage", collection: "bookkeeping" } as const;
      return store.write(account, [
        { kind: "replace", ...name, id: "commit", fields: {} },
        { kind: "deleteCollections", partition: name.partition, collections: [name.collection] },
      ]);
    },
  })),

  "session.commit.applied": committing(
    "deletes of several records that were named only the first",
    (staged) =>
      changesOf(staged).map((change) =>
        change.kind === "deleteRecords" ? { ...change, ids: change.ids.slice(0, 1) } : change,
      ),
  ),

  "session.commit.order": committing("makes the deletions of a commit last", (staged) =>
    changesOf(staged).toSorted((one, other) => isDeletion(one) - isDeletion(other)),
  ),

  "session.commit.one-version": committing(
    "gives what was staged first a version of its own",
    (staged, store, account) => {
      const [first, ...others] = changesOf(staged);
      if (first) store.write(account, [first]);
      return others;
    },
  ),

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

  "session.commit.undone": committing("leaves out of a commit a record that it removes again", (staged) => {
    const changes = changesOf(staged);
    return changes.filter((change, index) => {
      if (!("fields" in change)) return true;
      const { partition, collection, id } = change;
      return !changes
        .slice(index)
        .some(
          (later) =>
            later.kind === "deleteRecords" &&
            later.partition === partition &&
            later.collection === collection &&
            later.ids.includes(id),
        );
    });
  }),

  "session.commit.fresh-start": committing("drops what is staged after the account was wiped", (staged) => {
    const changes = changesOf(staged);
    const wipe = changes.findIndex(({ kind }) => kind === "wipe");
    return wipe < 0 ? changes : changes.slice(0, wipe + 1);
  }),
} satisfies Partial<FaultsOf<"session">>;

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
