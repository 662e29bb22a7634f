/** Servers with one fault each, for the rules of `checks/session/commit-version.ts`. */
import { type FaultsOf, replying } from "../fault.ts";
import { VERSION } from "../support/peek.ts";
import { changesOf } from "../support/session.ts";
import { committing, leasing } from "../support/session-leasing.ts";

export const sessionCommitVersion = {
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

  "session.commit.one-version": committing(
    "gives what was staged first a version of its own",
    (staged, store, account) => {
      const [first, ...others] = changesOf(staged);
      if (first) store.write(account, [first]);
      return others;
    },
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
} satisfies Partial<FaultsOf<"session">>;
