/** Faults that do nothing as long as one request comes after another. */
import { answering, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";
import { wait } from "../support/pause.ts";
import { currentVersion, MODIFIED, peek, VERSION, versionIn, versionOf } from "../support/peek.ts";
import { APART, isWrite, turnIntoNothing } from "../support/racing.ts";
import { readingBefore, readingOld, showingLate } from "../support/racing-reads.ts";
import { committingAgain, lettingThrough } from "../support/racing-sessions.ts";
import { checkingEarly, sharingVersions, storingHalves } from "../support/racing-writes.ts";
import { parse } from "../support/request.ts";
import type { SubtleFault } from "./fault.ts";

export const races: Record<string, SubtleFault> = {
  "version-shared-across": {
    caughtBy: "race.write.versions",
    ...sharingVersions(
      "gives one version to lists across collections that it stores together",
      ({ operation }) => operation === "postPartition",
    ),
  },
  "version-of-arrival": {
    caughtBy: "race.write.versions",
    ...answering(
      "reports for a DELETE the version that was the next one when the request came",
      async (call) => {
        if (call.method !== "DELETE" || !isWrite(call)) return call.pass();
        const next = (await currentVersion(call)) + 1;
        await wait(APART);
        const reply = await call.pass();
        // Where nothing was deleted none was taken.
        if (reply.ok && versionOf(reply) > next) reply.headers.set(VERSION, String(next));
        return reply;
      },
    ),
  },
  "list-in-halves-across": {
    caughtBy: "race.write.whole",
    ...storingHalves(
      "stores a list across collections in two halves where another list is under way",
      ({ operation }) => operation === "postPartition",
    ),
  },
  "condition-early-ids": {
    caughtBy: "race.write.one-wins",
    ...checkingEarly(
      "looks at the precondition of a deletion of some records before it has its turn",
      ({ operation, query }) => operation === "deleteCollection" && query.has("ids"),
    ),
  },
  "condition-early-wipe": {
    caughtBy: "race.write.one-wins",
    ...checkingEarly(
      "looks at the precondition of a wipe before it has its turn",
      ({ operation }) => operation === "deleteAccount",
    ),
  },
  "stale-not-modified": {
    caughtBy: "race.record.linearizable",
    ...readingBefore(
      "says that a record is not modified by what it was before writes that came at once",
      (old, call) => {
        const seen = versionIn(call, MODIFIED);
        if (seen === null || !old.ok || versionOf(old) > seen) return null;
        turnIntoNothing(old, 304);
        return old;
      },
    ),
  },
  "list-completed-early": {
    caughtBy: "race.update.not-lost",
    ...answering("completes the records of a list from what it read before it has its turn", async (call) => {
      const list = parse(call.text);
      if (call.operation !== "postCollection" || !isWrite(call) || !Array.isArray(list)) return call.pass();
      const stored: { id: string; version?: number }[] =
        (await peek(call, call.path, "full=")).json?.items ?? [];
      await wait(APART);
      const whole = list.map((record) => {
        const { payload, sortindex } = Object(stored.find(({ id }) => id === Object(record).id));
        return record?.id === undefined ? record : { payload, sortindex, ...record };
      });
      return call.pass({ text: JSON.stringify(whole) });
    }),
  },
  "poll-late-across": {
    caughtBy: "race.poll.complete",
    ...showingLate(
      "shows an update across collections only after a version that is greater",
      ({ newer, collections }) => newer !== null && collections === null,
    ),
  },
  "page-counted-newest": {
    caughtBy: "race.page.complete",
    ...storing("continues by counting records where something was written since the page before", (store) => {
      const reached = new Map<string, { count: number; version: number }>();
      return {
        list(account, query) {
          const { after, limit, partition, collections, sort } = query;
          const placeOf = (of: { collection: string; id: string }) =>
            `${account} ${partition} ${collections} ${sort} ${of.collection}/${of.id}`;
          const version = store.version(account, partition);
          const last = after ? reached.get(placeOf(after)) : undefined;
          const moved = sort === "newest" && last !== undefined && last.version < version;
          const rest = store.list(account, { ...query, ...(moved && { after: null }), limit: ALL }).records;
          const left = moved ? rest.slice(last.count) : rest;
          const records = left.slice(0, limit);
          const count = (last?.count ?? 0) + records.length;
          for (const end of records.slice(-1)) reached.set(placeOf(end), { count, version });
          return { records, more: left.length > limit };
        },
      };
    }),
  },
  "commit-after-its-version": {
    caughtBy: "race.read.agrees",
    ...readingOld(
      "shows the version of a commit before its records",
      ({ path }) => path.startsWith("/control") || path.startsWith("/storage"),
      ({ operation }) => operation === "postSessionCommit",
    ),
  },
  "commit-applied-again": {
    caughtBy: "race.commit.once",
    ...committingAgain("applies what was staged once more where two commits come at once", false),
  },
  "lease-late-across": {
    caughtBy: "race.session.lease",
    ...lettingThrough(
      "performs a list across collections that came before a session was granted",
      ({ operation }) => operation === "postPartition",
    ),
  },
};
