/** Servers with one fault each, for the rules of `checks/session/commit.ts`. */
import type { Change } from "../../stored-changes.ts";
import type { FaultsOf } from "../fault.ts";
import { changesOf } from "../support/session.ts";
import { committing } from "../support/session-leasing.ts";

/** How changes are sorted by a server that does not keep their order. */
const isDeletion = ({ kind }: Change) => Number(kind !== "replace" && kind !== "update");

export const sessionCommit = {
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

  "session.commit.fresh-start": committing("drops what is staged after the account was wiped", (staged) => {
    const changes = changesOf(staged);
    const wipe = changes.findIndex(({ kind }) => kind === "wipe");
    return wipe < 0 ? changes : changes.slice(0, wipe + 1);
  }),
} satisfies Partial<FaultsOf<"session">>;
