import type { OperationId } from "../../contract/document.ts";
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

const C = "/storage/sample";
const R = "/storage/sample/a";

/** One valid request for each operation of the document; the compiler finds a missing one. */
const BY_OPERATION = {
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
  getStorageCollection: sample("getStorageCollection", "GET", C, [200]),
  headStorageCollection: sample("headStorageCollection", "HEAD", C, [200]),
  postStorageCollection: sample("postStorageCollection", "POST", C, [200], [{ id: "c", payload: "two" }]),
  getStorageRecord: sample("getStorageRecord", "GET", R, [200]),
  headStorageRecord: sample("headStorageRecord", "HEAD", R, [200]),
  putStorageRecord: sample("putStorageRecord", "PUT", R, [201, 204], { payload: "one" }),
  postStorageRecord: sample("postStorageRecord", "POST", R, [201, 204], { sortindex: 1 }),
  deleteStorageRecord: sample("deleteStorageRecord", "DELETE", R, [204]),
  deleteStorageCollection: sample("deleteStorageCollection", "DELETE", C, [204]),
  deleteStorage: sample("deleteStorage", "DELETE", "/storage", [204]),
} satisfies Record<OperationId, Sample>;

/** The samples in an order in which all of them succeed, the deletions last. */
export const SAMPLES: readonly Sample[] = Object.values(BY_OPERATION);

/** GET and HEAD. */
export const READS = SAMPLES.filter(({ method }) => method === "GET" || method === "HEAD");
/** GET and HEAD of collections and records, which may be missing and may be refused by a precondition. */
export const STORAGE_READS = READS.filter(({ path }) => path.startsWith("/storage/"));
/** PUT and POST. */
export const WRITES = SAMPLES.filter(({ method }) => method === "PUT" || method === "POST");
export const DELETES = SAMPLES.filter(({ method }) => method === "DELETE");

/**
 * Makes what the samples need: the collection `sample` with the records `a` and `b`, and another collection. Each is
 * a write of its own, so that record, collection and account differ in version, and no one can stand for another.
 * @returns the version of the collection
 */
export async function prepare(account: Account): Promise<number> {
  await seed(account, C, [{ id: "a", payload: "one" }]);
  const version = await seed(account, C, [{ id: "b", payload: "two" }]);
  await seed(account, "/storage/elsewhere", [{ id: "a", payload: "three" }]);
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
export async function tour(account: Account): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const each of SAMPLES) {
    if (each.method === "DELETE") await prepare(account);
    answers.push(await send(account, each));
  }
  return answers;
}
