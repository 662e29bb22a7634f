/** One valid request for each operation, and the account contents that they need. */
import { type OperationId, PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/format-text.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, present } from "./expect.ts";
import { put } from "./fixtures.ts";

/** A request that succeeds on a prepared account, unless it needs something that an ordinary account lacks. */
export interface Sample {
  operation: OperationId;
  method: string;
  /** `{session}` is replaced by the id of a session that is begun for the request. */
  path: string;
  body: RawBody | null;
  /** Statuses of a success; none if an ordinary account lacks what the request needs. */
  success: number[];
}

const SESSION = "{session}";

function sample(
  operation: OperationId,
  method: string,
  path: string,
  success: number[],
  body?: unknown,
): Sample {
  return { operation, method, path, success, body: body === undefined ? null : RawBody.json(body) };
}

const INFO = {
  getInfoCollections: "/info/collections",
  getInfoCollectionCounts: "/info/collection_counts",
  getInfoCollectionUsage: "/info/collection_usage",
  getInfoQuota: "/info/quota",
  getInfoConfiguration: "/info/configuration",
} as const;

/** One valid request for each operation of the document; the compiler finds a missing one. */
function byOperation(partition: Partition) {
  const P = `/${partition}`;
  const C = `${P}/sample`;
  const R = `${C}/a`;
  return {
    getInfoCollections: sample("getInfoCollections", "GET", INFO.getInfoCollections, [200]),
    headInfoCollections: sample("headInfoCollections", "HEAD", INFO.getInfoCollections, [200]),
    getInfoCollectionCounts: sample("getInfoCollectionCounts", "GET", INFO.getInfoCollectionCounts, [200]),
    headInfoCollectionCounts: sample("headInfoCollectionCounts", "HEAD", INFO.getInfoCollectionCounts, [200]),
    getInfoCollectionUsage: sample("getInfoCollectionUsage", "GET", INFO.getInfoCollectionUsage, [200]),
    headInfoCollectionUsage: sample("headInfoCollectionUsage", "HEAD", INFO.getInfoCollectionUsage, [200]),
    getInfoQuota: sample("getInfoQuota", "GET", INFO.getInfoQuota, [200]),
    headInfoQuota: sample("headInfoQuota", "HEAD", INFO.getInfoQuota, [200]),
    getInfoConfiguration: sample("getInfoConfiguration", "GET", INFO.getInfoConfiguration, [200]),
    headInfoConfiguration: sample("headInfoConfiguration", "HEAD", INFO.getInfoConfiguration, [200]),
    getPartition: sample("getPartition", "GET", P, [200]),
    headPartition: sample("headPartition", "HEAD", P, [200]),
    postPartition: sample(
      "postPartition",
      "POST",
      P,
      [200],
      [
        { collection: "sample", id: "c", payload: "two" },
        { collection: "elsewhere", id: "c", payload: "two" },
      ],
    ),
    getCollection: sample("getCollection", "GET", C, [200]),
    headCollection: sample("headCollection", "HEAD", C, [200]),
    postCollection: sample("postCollection", "POST", C, [200], [{ id: "c", payload: "two" }]),
    getRecord: sample("getRecord", "GET", R, [200]),
    headRecord: sample("headRecord", "HEAD", R, [200]),
    putRecord: sample("putRecord", "PUT", R, [201, 204], { payload: "one" }),
    postRecord: sample("postRecord", "POST", R, [201, 204], { payload: "one", sortindex: 1 }),
    postSessions: sample("postSessions", "POST", "/sessions", [201], { scope: [`${partition}/leased`] }),
    getSession: sample("getSession", "GET", `/sessions/${SESSION}`, [200]),
    headSession: sample("headSession", "HEAD", `/sessions/${SESSION}`, [200]),
    postSessionCommit: sample("postSessionCommit", "POST", `/sessions/${SESSION}/commit`, [200]),
    deleteSession: sample("deleteSession", "DELETE", `/sessions/${SESSION}`, [204]),
    getMessages: sample("getMessages", "GET", "/messages", [200]),
    headMessages: sample("headMessages", "HEAD", "/messages", [200]),
    deleteMessage: sample("deleteMessage", "DELETE", "/messages/none", []),
    deleteRecord: sample("deleteRecord", "DELETE", R, [204]),
    deleteCollection: sample("deleteCollection", "DELETE", C, [204]),
    deletePartition: sample("deletePartition", "DELETE", P, [204]),
    deleteAccount: sample("deleteAccount", "DELETE", "/", [204]),
  } satisfies Record<OperationId, Sample>;
}

/** A request for each operation in reach, including those that cannot succeed on an ordinary account. */
export function requests(partition: Partition): readonly Sample[] {
  return Object.values(byOperation(partition)).filter(({ operation }) => isInReach(operation));
}

/** The samples in an order in which all of them succeed, the deletions last. */
export function samples(partition: Partition): readonly Sample[] {
  return requests(partition).filter(({ success }) => success.length > 0);
}

/** The samples of resources with a version: all except those of sessions and messages. */
export function versioned(partition: Partition): readonly Sample[] {
  return samples(partition).filter(({ path }) => !/^\/(?:sessions|messages)/.test(path));
}

function having(partition: Partition, ...methods: string[]): Sample[] {
  return versioned(partition).filter(({ method }) => methods.includes(method));
}

export const reads = (partition: Partition) => having(partition, "GET", "HEAD");
/** GET and HEAD of partitions, collections and records, which may be refused by a precondition. */
export const storedReads = (partition: Partition) => reads(partition).filter(isOf(partition));
export const writes = (partition: Partition) => having(partition, "PUT", "POST");
/** Deletions; each deletes more than the one before. */
export const deletes = (partition: Partition) => having(partition, "DELETE");

/** Whether a sample targets a partition or its contents, rather than an information view. */
export function isOf(partition: Partition): (sample: Sample) => boolean {
  return ({ path }) => path.split("/")[1] === partition;
}

/**
 * Stores what the samples need: the collection `sample` with the records `a` and `b`, another collection, and one in
 * the other partition. Each record is a write of its own, so that record, collection, partition and account have
 * different versions. If no record is in reach, nothing is stored, since no sample needs it.
 * @returns the version of the collection
 */
export async function prepare(account: Account, partition: Partition): Promise<number> {
  if (!isInReach("putRecord")) return 0;
  await put(account, `/${partition}/sample/a`, { payload: "one" });
  const version = await put(account, `/${partition}/sample/b`, { payload: "two" });
  await put(account, `/${partition}/elsewhere/a`, { payload: "three" });
  for (const other of PARTITIONS.filter((name) => name !== partition)) {
    await put(account, `/${other}/elsewhere/a`, { payload: "four" });
  }
  return version;
}

/**
 * Sends a sample with options. If it is about a session, the session is begun before and ended after it.
 * @throws Broken if that session cannot be begun
 * @throws Inconclusive if the session may have expired before the answer
 */
export async function send(
  account: Account,
  { operation, method, path, body }: Sample,
  options: Options = {},
): Promise<Answer> {
  const grant = path.includes(SESSION) ? await begin(account) : undefined;
  const begun = grant && present("the id of the session", idOf(grant));
  const answer = await account.send(method, path.replace(SESSION, begun ?? ""), body, options);
  if (grant && answer.status === 410) refuseOutlived(grant, answer);
  const live = operation === "postSessions" && answer.ok ? idOf(answer) : begun;
  // A session that stays alive would keep other requests out of its scope.
  if (live !== undefined && !(answer.ok && ENDING.has(operation))) await account.delete(`/sessions/${live}`);
  return answer;
}

/** @throws Broken if the session is not granted */
async function begin(account: Account): Promise<Answer> {
  return control(await account.post("/sessions", LEASE), 201);
}

/** @throws Inconclusive if the session may have expired before this answer */
function refuseOutlived(grant: Answer, { exchange, asked, status }: Answer): void {
  const { expires_in: ttl } = Object(grant.json) as { expires_in?: unknown };
  const seconds = (exchange.startedAt + exchange.durationMs - grant.exchange.startedAt) / 1000;
  if (typeof ttl !== "number" || seconds < ttl) return;
  throw new Inconclusive(`a session of ${ttl} s may have expired before ${asked} was answered ${status}`);
}

/** A scope that no other sample touches, except those that delete everything. */
const LEASE = RawBody.json({ scope: ["storage/leased"] });
const ENDING = new Set<OperationId>(["postSessionCommit", "deleteSession"]);

function idOf(answer: Answer): string | undefined {
  const { id } = Object(answer.json) as { id?: unknown };
  return typeof id === "string" ? uriComponent(id) : undefined;
}

/**
 * Sends a sample unchanged, as the positive control of a changed one.
 * @throws Broken if it does not succeed
 */
export async function sendValid(account: Account, valid: Sample): Promise<Answer> {
  return control(await send(account, valid), ...valid.success);
}

/** Sends every sample on a prepared account as a named client, and restores the account before each deletion. */
export async function tour(account: Account, partition: Partition): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const sample of samples(partition)) {
    if (sample.method === "DELETE") await prepare(account, partition);
    answers.push(await send(account, sample, { headers: [["X-Weave-Client", "suite"]] }));
  }
  return answers;
}
