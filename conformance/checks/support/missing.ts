import type { Partition } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectEqual, expectStatus, versionOf } from "./expect.ts";
import { ids } from "./fixtures.ts";
import { itemsOf } from "./listing.ts";
import type { Session } from "./session.ts";
import { otherThan, type SessionTrial } from "./sessions.ts";

/** A record that was there. */
export interface Gone {
  id: string;
  /** The version that it had. */
  seen: number;
}

type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
/** The condition of a request, made from the version that the record had. */
type Condition = (seen: number) => Options;

const NONE: Condition = () => ({});
const LEAST: Condition = () => ({ ifUnmodified: 0 });
const UNMODIFIED: Condition = (ifUnmodified) => ({ ifUnmodified });
const MODIFIED: Condition = (ifModified) => ({ ifModified });

/** A request for a record itself, and how it is answered where the record is missing. */
type Probe = [method: Method, condition: Condition, status: number];

/** They come first: a write after them may be what makes a server look again. */
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

/** The same in a session, which deletes what is missing too. */
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

/** A record of the collection `c` that is there. */
export const STAYS = "stays";
const LISTINGS = 2;
const DELETIONS = 2;

/** The ids of the records of which `expectMissing` needs one for each request: the first may purge what it finds. */
export const GONE = ids(READS.length + WRITES.length + STAGED.length + KEPT.length + LISTINGS + DELETIONS);

/** So many of them are for requests that come before all writes, from the first one on. */
export const READ_BEFORE = READS.length + LISTINGS + DELETIONS + KEPT.length;

/** Where a record is missing, neither a 412 nor a 202 has another version to report than 0. */
function expectAnswer(answer: Answer, status: number): void {
  expectStatus(answer, status);
  const version = answer.integer("X-Last-Modified-Version");
  if (status === 412 || status === 202) expectEqual(answer, "X-Last-Modified-Version", version, 0);
}

/**
 * Every request must find records of the collection `c` missing, in which the record `stays` is there.
 * @param gone as many as `GONE` has
 * @throws Violated
 */
export async function expectMissing(trial: SessionTrial, gone: readonly Gone[]): Promise<void> {
  const { account, partition } = trial;
  const collection = `/${partition}/c` as const;
  const left = [...gone];
  const next = () => left.shift() as Gone;
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
    const session = await trial.begin();
    await expectAnswers(STAGED, session);
    await session.drop();
  }
  await expectAnswers(WRITES);
  control(await account.get(`${collection}/${STAYS}` as `/${Partition}/c/stays`), 200);
}
