import { answering, type Fault, type FaultsOf, storing } from "../fault.ts";
import { ALL } from "../list/sort.ts";
import { wait } from "../support/pause.ts";
import { MODIFIED, peek, UNMODIFIED, VERSION, versionIn, versionOf } from "../support/peek.ts";
import { APART, isWrite, ownerOf, turnIntoNothing, UnderWay } from "../support/racing.ts";
import { readingBefore, readingOld, showingLate } from "../support/racing-reads.ts";
import { committingAgain, lettingThrough } from "../support/racing-sessions.ts";
import { checkingEarly, lookingEarly, sharingVersions, storingHalves } from "../support/racing-writes.ts";
import { parse } from "../support/request.ts";
import { SESSION } from "../support/session-leasing.ts";

export const race = {
  "race.write.versions": sharingVersions("gives one version to writes that it performs together", () => true),

  "race.write.order": numberingAhead(),

  "race.write.whole": storingHalves(
    "stores a list in two halves where another one is under way",
    ({ operation }) => operation === "postCollection",
  ),

  "race.write.one-wins": checkingEarly(
    "looks at the precondition of a list some time before it stores it",
    ({ operation }) => operation === "postCollection" || operation === "postPartition",
  ),

  "race.create.one-wins": checkingEarly(
    "looks whether a record is missing some time before it creates it",
    (call) => call.operation === "postRecord" && versionIn(call, UNMODIFIED) === 0,
  ),

  "race.create.once": lookingEarly(
    "says of a record that it created it where it was missing when the request came",
    ({ operation }) => operation === "putRecord",
    {
      belated: (reply, found) => {
        if (reply.ok && found.status === 404) reply.status = 201;
      },
    },
  ),

  "race.delete.once": lookingEarly(
    "says of a record that it deleted it where it was there when the request came",
    ({ operation }) => operation === "deleteRecord",
    {
      belated: (reply, found) => {
        if (reply.status === 404 && found.ok) turnIntoNothing(reply, 204, versionOf(found));
      },
    },
  ),

  "race.record.linearizable": readingBefore(
    "shows a record as it was before writes that came at once",
    (old, { headers }) => (headers.has(MODIFIED) ? null : old),
  ),

  "race.update.not-lost": answering(
    "reads a record, changes it, and writes it as a whole a little later",
    async (call) => {
      const body = parse(call.text);
      if (call.operation !== "postRecord" || call.headers.has(SESSION)) return call.pass();
      const { status, json } = await peek(call);
      if (status !== 200) return call.pass();
      await wait(APART);
      const { payload, sortindex } = json;
      return call.pass({ method: "PUT", text: JSON.stringify({ payload, sortindex, ...Object(body) }) });
    },
  ),

  "race.poll.complete": showingLate(
    "shows an update among what is newer only once it has been answered, and its version before",
    ({ newer }) => newer !== null,
  ),

  "race.page.complete": storing(
    "continues by counting records where the last one of a page has been deleted",
    (store) => {
      const reached = new Map<string, number>();
      return {
        list(account, query) {
          const { after, limit, partition } = query;
          const place = ({ collection, id }: { collection: string; id: string }) =>
            `${account} ${partition} ${query.collections} ${query.sort} ${collection}/${id}`;
          const start = after ? (reached.get(place(after)) ?? 0) : 0;
          const isLost = after !== null && !store.record(account, partition, after.collection, after.id);
          const rest = store.list(account, { ...query, ...(isLost && { after: null }), limit: ALL }).records;
          const left = isLost ? rest.slice(start) : rest;
          const records = left.slice(0, limit);
          for (const last of records.slice(-1)) reached.set(place(last), start + records.length);
          return { records, more: left.length > limit };
        },
      };
    },
  ),

  "race.read.agrees": readingOld(
    "shows records as it last showed them while a write is under way",
    ({ path }) => path.startsWith("/control") || path.startsWith("/storage"),
  ),

  "race.commit.once": committingAgain("commits a session twice where two commits come at once", true),

  "race.commit.staged": lookingEarly(
    "stages a write for a session that was alive when the request came",
    (call) => call.method === "PUT" && call.headers.has(SESSION),
    {
      at: (call) => `/sessions/${call.headers.get(SESSION)}`,
      belated: (reply, found) => {
        if (reply.status === 410 && found.ok) turnIntoNothing(reply, 202);
      },
    },
  ),

  "race.commit.aborted": lookingEarly(
    "says of a session that it aborted it where it was alive when the request came",
    ({ operation }) => operation === "deleteSession",
    {
      belated: (reply, found) => {
        if (reply.status === 410 && found.ok) turnIntoNothing(reply, 204);
      },
    },
  ),

  "race.session.lease": lettingThrough("performs a write that came before a session was granted", () => true),
} satisfies FaultsOf<"race">;

/** Versions that leave a gap for others, which take their numbers later. */
function numberingAhead(): Fault {
  const underWay = new UnderWay();
  let count = 0;
  return answering(
    "leaves a gap before the version of a write beside others, which later ones fill",
    (call) => {
      const name = ownerOf(call);
      if (!isWrite(call)) return call.pass();
      return underWay.during(name, async () => {
        await wait(APART);
        const beside = underWay.count(name) > 1;
        const reply = await call.pass();
        if (!reply.ok || !beside) return reply;
        count += 1;
        if (count % 3 === 0) reply.headers.set(VERSION, String(versionOf(reply) + 50));
        return reply;
      });
    },
  );
}
