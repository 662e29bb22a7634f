/** Faults in which a request is held against, or reports, the version or the state of something else. */
import type { Store } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { answering, type Call, type Fault, headersWith, replying } from "../fault.ts";
import { MODIFIED, peek, UNMODIFIED, VERSION, versionIn, versionOf } from "../support/peek.ts";
import { leasing, SESSION } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

const isStaged = ({ headers }: Call) => headers.has(SESSION);

/** A fault that performs some requests whatever their condition is, if it is one. */
function unconditional(does: string, applies: (call: Call) => boolean): Fault {
  return answering(does, (call) =>
    applies(call) && versionIn(call, UNMODIFIED) !== null
      ? call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) })
      : call.pass(),
  );
}

/** A staged `keep` names a record that is missing by then; its collection is not deleted, but emptied. */
function keepingEmptied(): Fault {
  const emptying = (change: Change, store: Store, account: string): Change[] => {
    if (change.kind !== "wipe") return [change];
    const names = change.keep.map((path) => path.split("/") as ["storage", string, string?]);
    const gone = names.flatMap(([partition, collection, id]) =>
      id !== undefined &&
      store.collectionVersion(account, partition, collection) !== undefined &&
      store.record(account, partition, collection, id) === undefined
        ? [{ partition, collection, id }]
        : [],
    );
    return [
      ...gone.map((name): Change => ({ kind: "update", ...name, fields: {} })),
      change,
      ...gone.map(({ id, ...name }): Change => ({ kind: "deleteRecords", ...name, ids: [id] })),
    ];
  };
  return leasing(
    "keeps the collection of a record that a staged `keep` names and that is not there",
    (sessions, store) => ({
      stage(account, id, changes, amount) {
        const made = changes.flatMap((change) => emptying(change, store, account));
        sessions.stage(account, id, made, amount);
      },
    }),
  );
}

/** A read with the condition left to the newest record that its query selects. */
function newestSelected(does: string, applies: (call: Call) => boolean): Fault {
  return answering(does, async (call) => {
    const since = versionIn(call, MODIFIED);
    if (!applies(call) || since === null || call.headers.has(UNMODIFIED)) return call.pass();
    const query = `${call.target.split("?")[1]}&full=`;
    const selected = await peek(call, call.path, query);
    const items = (selected.json?.items ?? []) as { version: number }[];
    const isNewer = items.some(({ version }) => version > since);
    const reply = await call.pass({ headers: headersWith(call.headers, { [MODIFIED]: null }) });
    if (reply.status !== 200 || isNewer) return reply;
    return call.pass({ headers: headersWith(call.headers, { [MODIFIED]: String(Number.MAX_SAFE_INTEGER) }) });
  });
}

export const targets: Record<string, SubtleFault> = {
  "condition-in-query": {
    ...answering("takes a query parameter with the name of a condition for one", (call) => {
      const version = call.query.get(MODIFIED);
      return call.pass(
        version === null ? {} : { headers: headersWith(call.headers, { [MODIFIED]: version }) },
      );
    }),
    caughtBy: "query.unknown.ignored",
  },
  "staged-wipe-unconditional": {
    ...unconditional(
      "does not compare a deletion of the account in a session with its condition",
      (call) => call.operation === "deleteAccount" && isStaged(call),
    ),
    caughtBy: "session.staged.precondition",
  },
  "staged-part-unconditional": {
    ...unconditional(
      "does not compare a deletion in a session with its condition if its query names a part",
      (call) => call.method === "DELETE" && isStaged(call) && call.query.size > 0,
    ),
    caughtBy: "session.staged.precondition",
  },
  "staged-lines-unconditional": {
    ...unconditional(
      "does not compare lines in a session with their condition",
      (call) => isStaged(call) && call.headers.get("Content-Type") === "application/newlines",
    ),
    caughtBy: "session.staged.precondition",
  },
  "wipe-without-slash-unconditional": {
    ...unconditional(
      "does not look at the condition of a deletion of the account whose URL has no slash at its end",
      (call) => call.operation === "deleteAccount" && call.path === "",
    ),
    caughtBy: "conditional.unmodified.delete",
  },
  "wipe-without-slash-in-no-session": {
    ...answering("performs a deletion of the account at once whose URL has no slash at its end", (call) =>
      call.operation === "deleteAccount" && call.path === "" && isStaged(call)
        ? call.pass({ headers: headersWith(call.headers, { [SESSION]: null }) })
        : call.pass(),
    ),
    caughtBy: "session.staged.wipe",
  },
  "keep-of-missing-keeps-collection": { ...keepingEmptied(), caughtBy: "session.staged.keep" },
  "newest-of-collections": {
    ...newestSelected(
      "compares the condition of a listing with the newest record of the `collections` that it names",
      (call) => call.operation === "getPartition" && call.query.has("collections"),
    ),
    caughtBy: "conditional.listing",
  },
  "emptying-reports-account": {
    ...replying(
      "reports the account's version where a deletion of a whole partition removes nothing",
      async (reply, call) => {
        if (call.operation !== "deletePartition" || call.query.size > 0 || isStaged(call)) return;
        const current = versionOf(await peek(call, "/info/collections"));
        if (reply.status === 204 && versionOf(reply) < current) reply.headers.set(VERSION, String(current));
      },
    ),
    caughtBy: "version.nothing.reports",
  },
};
