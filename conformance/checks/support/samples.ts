import type { OperationId, Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed.ts";
import { control } from "./expect.ts";
import { seed } from "./fixtures.ts";

/** A request that succeeds on a prepared account. */
export interface Sample {
  operation: OperationId;
  method: string;
  path: string;
  body: RawBody | null;
  /** Statuses of its success. */
  success: number[];
}

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
    getCollection: sample("getCollection", "GET", C, [200]),
    headCollection: sample("headCollection", "HEAD", C, [200]),
    postCollection: sample("postCollection", "POST", C, [200], [{ id: "c", payload: "two" }]),
    getRecord: sample("getRecord", "GET", R, [200]),
    headRecord: sample("headRecord", "HEAD", R, [200]),
    putRecord: sample("putRecord", "PUT", R, [201, 204], { payload: "one" }),
    postRecord: sample("postRecord", "POST", R, [201, 204], { sortindex: 1 }),
    deleteRecord: sample("deleteRecord", "DELETE", R, [204]),
    deleteCollection: sample("deleteCollection", "DELETE", C, [204]),
    deletePartition: sample("deletePartition", "DELETE", P, [204]),
  } satisfies Record<OperationId, Sample>;
}

/** The samples of a partition in an order in which all of them succeed, the deletions last. */
export function samples(partition: Partition): readonly Sample[] {
  return Object.values(byOperation(partition));
}

function having(partition: Partition, ...methods: string[]): Sample[] {
  return samples(partition).filter(({ method }) => methods.includes(method));
}

export const reads = (partition: Partition) => having(partition, "GET", "HEAD");
/** GET and HEAD of collections and records, which may be missing and may be refused by a precondition. */
export const storedReads = (partition: Partition) => reads(partition).filter(isOf(partition));
export const writes = (partition: Partition) => having(partition, "PUT", "POST");
export const deletes = (partition: Partition) => having(partition, "DELETE");

/** Tells the samples that target a partition, or what it holds, from those of information views. */
export function isOf(partition: Partition): (sample: Sample) => boolean {
  return ({ path }) => path.split("/")[1] === partition;
}

/**
 * Makes what the samples need: the collection `sample` with the records `a` and `b`, and another collection. Each is
 * a write of its own, so that record, collection and account differ in version, and no one can stand for another.
 * @returns the version of the collection
 */
export async function prepare(account: Account, partition: Partition): Promise<number> {
  await seed(account, `/${partition}/sample`, [{ id: "a", payload: "one" }]);
  const version = await seed(account, `/${partition}/sample`, [{ id: "b", payload: "two" }]);
  await seed(account, `/${partition}/elsewhere`, [{ id: "a", payload: "three" }]);
  return version;
}

/** Sends a sample, changed by options. */
export function send(
  account: Account,
  { method, path, body }: Sample,
  options: Options = {},
): Promise<Answer> {
  return account.send(method, path, body, options);
}

/**
 * Sends a sample as it is, as the positive control of a changed one.
 * @throws Broken when it does not succeed
 */
export async function sendValid(account: Account, valid: Sample): Promise<Answer> {
  return control(await send(account, valid), ...valid.success);
}

/** Sends every sample on a prepared account, restoring what a deletion takes. */
export async function tour(account: Account, partition: Partition): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const each of samples(partition)) {
    if (each.method === "DELETE") await prepare(account, partition);
    answers.push(await send(account, each));
  }
  return answers;
}
