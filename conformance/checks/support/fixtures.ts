/** Stores and reads the records that a check needs. */
import type { components } from "../../../generated/api.ts";
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { pause } from "../../exchange/pause.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, present, versionOf } from "./expect.ts";

export type StoredRecord = components["schemas"]["Record"];

/** A record as a list POST takes it. */
export type NewRecord = {
  id: string;
  /** Only in a list that goes to a partition. */
  collection?: string;
  payload?: string;
  sortindex?: number;
  ttl?: number;
};

/**
 * Stores records as one list.
 * @param path of the collection, e.g. `/storage/c`, or of the partition
 * @returns the version that the write took
 * @throws Broken if not all of them are stored
 */
export async function seed(
  account: Account,
  path: `/${Partition}${string}`,
  records: NewRecord[],
): Promise<number> {
  const answer = control(await account.post(path as "/{partition}/{collection}", records), 200);
  if (answer.json?.success?.length !== records.length) {
    throw new Broken(
      `set-up: ${path} took ${answer.json?.success?.length ?? "none"} of ${records.length} records`,
    );
  }
  return versionOf(answer);
}

/**
 * Stores one record by PUT.
 * @returns the version that the write took
 * @throws Broken if it is not stored
 */
export async function put(
  account: Account,
  path: `/${Partition}/${string}/${string}`,
  record: Omit<NewRecord, "id">,
) {
  const body = { payload: "", ...record };
  return versionOf(control(await account.put(path as "/{partition}/{collection}/{id}", body), 201, 204));
}

/**
 * Reads one record.
 * @throws Broken if it is missing
 */
export async function read(
  account: Account,
  path: `/${Partition}/${string}/${string}`,
): Promise<StoredRecord> {
  const answer = control(await account.get(path as "/{partition}/{collection}/{id}"), 200);
  return present(`the record ${path}`, answer.json) as StoredRecord;
}

/**
 * The version of a collection from a body, to compare a header field with it.
 * @param name its full path, e.g. `storage/c`
 * @throws Broken if it is not listed
 */
export async function listedVersion(account: Account, name: `${Partition}/${string}`): Promise<number> {
  const { json } = control(await account.get("/info/collections"), 200);
  return present(`the version of ${name}`, json?.[name]);
}

/**
 * The account's current version.
 * @throws Broken if it is not shown
 */
export async function currentVersion(account: Account): Promise<number> {
  return versionOf(control(await account.get("/info/collections"), 200));
}

/** `count` ids in ascending order of ASCII code: `r000`, `r001`, … */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `r${String(index).padStart(3, "0")}`);
}

/** Waits so many seconds; the promise keeps the process alive. */
export function sleep(seconds: number): Promise<void> {
  return pause(seconds * 1000);
}
