/** Checks that every kind of request finds a deleted or expired record missing. */
import type { Partition } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { isInReach } from "../../runner/select/stages.ts";
import type { Session } from "./begun-session.ts";
import { control, expectEqual, expectStatus, versionOf } from "./expect.ts";
import { ids } from "./fixtures.ts";
import { itemsOf } from "./listing-under-test.ts";
import { otherThan, type SessionCheckContext } from "./with-sessions.ts";

/** A record that existed before. */
export interface GoneRecord {
  id: string;
  /** The version that the record had. */
  seen: number;
}

type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
/** Makes the condition of a request from the version that the record had. */
type Condition = (seen: number) => Options;

const NONE: Condition = () => ({});
const LEAST: Condition = () => ({ ifUnmodified: 0 });
const UNMODIFIED: Condition = (ifUnmodified) => ({ ifUnmodified });
const MODIFIED: Condition = (ifModified) => ({ ifModified });

/** A request for a record, and its status if the record is missing. */
type Probe = [method: Method, condition: Condition, status: number];

/** Reads come first, since a write may make a server notice that the record is gone. */
const READS: readonly Probe[] = [
  ["GET", NONE, 404],
  ["HEAD", NONE, 404],
  ["GET", MODIFIED, 404],
  ["HEAD", MODIFIED, 404],
  ["GET", UNMODIFIED, 404],
  ["HEAD", LEAST, 404],
];

const WRITES: readonly Probe[] = [
  ["DELETE", NONE, 404],
  ["DELETE", LEAST, 404],
  ["DELETE", UNMODIFIED, 404],
  ["PUT", UNMODIFIED, 412],
  ["POST", UNMODIFIED, 412],
  ["PUT", LEAST, 201],
  ["POST", LEAST, 201],
  ["PUT", NONE, 201],
  ["POST", NONE, 201],
];

/** Requests in a session, in which a DELETE of a missing record is staged. */
const STAGED: readonly Probe[] = [
  ["GET", MODIFIED, 404],
  ["PUT", NONE, 202],
  ["POST", NONE, 202],
  ["DELETE", NONE, 202],
  ["DELETE", LEAST, 202],
  ["PUT", LEAST, 202],
  ["PUT", UNMODIFIED, 412],
];

/** Lists of `keep` that name the record, alone or beside something that exists. */
const KEPT: readonly ((name: string, partition: Partition) => string[])[] = [
  (name) => [name],
  (name, partition) => [`${partition}/c/${STAYS}`, name],
  (name, partition) => [name, `${partition}/c`],
  (name, partition) => [otherThan(partition), name],
];

/** A record of the collection `c` that exists. */
export const STAYS = "stays";
const LISTINGS = 2;
const DELETIONS = 2;

/** Ids of missing records, one for each request of `expectMissing`, since a request may purge its record. */
export const GONE = ids(READS.length + WRITES.length + STAGED.length + KEPT.length + LISTINGS + DELETIONS);

/** The number of these requests that come before all writes. */
export const READ_BEFORE = READS.length + LISTINGS + DELETIONS + KEPT.length;

/** For a missing record, a 412 or 202 must report the version 0. */
function expectAnswer(answer: Answer, status: number): void {
  expectStatus(answer, status);
  const version = answer.integer("X-Last-Modified-Version");
  if (status === 412 || status === 202) expectEqual(answer, "X-Last-Modified-Version", version, 0);
}

/**
 * Every request must find these records of the collection `c` missing, in which only the record `stays` exists.
 * @param gone as many records as `GONE` has ids
 * @throws Violated
 */
export async function expectMissing(
  context: SessionCheckContext,
  gone: readonly GoneRecord[],
): Promise<void> {
  const { account, partition } = context;
  const collection = `/${partition}/c` as const;
  const left = [...gone];
  const next = () => left.shift() as GoneRecord;
  const expectAnswers = async (probes: readonly Probe[], session: Session | null = null) => {
    for (const [method, condition, status] of probes) {
      const { id, seen } = next();
      const path = `${collection}/${id}`;
      const body = method === "PUT" || method === "POST" ? RawBody.json({ payload: "again" }) : null;
      const options = condition(seen);
      const sent = session
        ? session.request(method, path, body ?? undefined, options)
        : account.send(method, path, body, options);
      expectAnswer(await sent, status);
    }
  };
  await expectAnswers(READS);
  for (const [path, name, items] of [
    [collection, `${next().id},missing`, []],
    [`/${partition}`, `c/${next().id},c/${STAYS}`, [`c/${STAYS}`]],
  ] as const) {
    const answer = expectStatus(await account.get(path, { query: { ids: name } }), 200);
    expectEqual(answer, "items", itemsOf(answer), items);
  }
  const version = versionOf(control(await account.get(collection), 200));
  for (const names of [next().id, `${next().id},missing`]) {
    const answer = expectStatus(await account.delete(collection, { query: { ids: names } }), 204);
    expectEqual(answer, "the version of the collection", versionOf(answer), version);
  }
  for (const keep of KEPT) {
    const names = keep(`${partition}/c/${next().id}`, partition);
    expectStatus(await account.delete("/", { query: { keep: names.join(",") } }), 404);
  }
  if (isInReach("postSessions")) {
    const session = await context.begin();
    await expectAnswers(STAGED, session);
    await session.drop();
  }
  await expectAnswers(WRITES);
  control(await account.get(`${collection}/${STAYS}` as `/${Partition}/c/stays`), 200);
}
