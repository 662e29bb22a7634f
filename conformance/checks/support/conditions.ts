import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectProblem, expectStatus, present, versionOf } from "./expect.ts";
import { seed } from "./fixtures.ts";
import { prepare, type Sample, send, sendValid, storedReads, versioned } from "./samples.ts";

/** The greatest version that there can be. */
export const MAX = Number.MAX_SAFE_INTEGER;
export const MODIFIED = "X-If-Modified-Since-Version";
export const UNMODIFIED = "X-If-Unmodified-Since-Version";

/** What is missing on a prepared account. */
export function missing(partition: Partition) {
  return [`/${partition}/sample/missing`, `/${partition}/missing`, `/${partition}/missing/a`] as const;
}

/** The version of what a sample targets, on a prepared account. */
export async function targetVersion(account: Account, { path }: Sample): Promise<number> {
  const [target = ""] = path.split("?", 1);
  const readable = target === "/" ? "/info/collections" : target;
  return versionOf(control(await account.get(readable), 200));
}

/** The newest of what is in a collection, in the partition, and in the account, on a prepared account. */
function newest(partition: Partition): string[] {
  const others = PARTITIONS.filter((name) => name !== partition);
  return [
    `/${partition}/sample/b`,
    ...(isInReach("deleteCollection") ? [`/${partition}/elsewhere`] : []),
    ...(isInReach("deletePartition") ? others.map((name) => `/${name}`) : []),
  ];
}

/** Whether a deletion in what a sample targets raises its version. */
function holds({ path }: Sample, deleted: string): boolean {
  const [target = "", query = ""] = path.split("?", 2);
  // Nobody can keep what is not there.
  if (query.includes(deleted.slice(1))) return false;
  if (target.startsWith("/info/")) return target !== "/info/configuration";
  return target === "/" || deleted.startsWith(`${target}/`);
}

/**
 * Sends samples after a deletion in what they target, of which nothing that is left is newer than before.
 * @param ifVersion the precondition, from the version before the deletion
 * @param judge of each answer
 */
export async function eachAfterDeletion(
  account: Account,
  partition: Partition,
  samples: readonly Sample[],
  ifVersion: (version: number) => Options,
  judge: (answer: Answer) => void,
): Promise<void> {
  for (const deleted of newest(partition)) {
    for (const sample of samples.filter((each) => holds(each, deleted))) {
      await prepare(account, partition);
      const before = await targetVersion(account, sample);
      control(await account.delete(deleted), 204);
      judge(await send(account, sample, ifVersion(before)));
    }
  }
}

/** Not 1 to 16 ASCII digits of a value up to 2^53−1. */
const MALFORMED = [
  "",
  "-1",
  "+1",
  "1.0",
  "1e3",
  "abc",
  "0x1",
  "1 2",
  '"1"',
  "*",
  "1_0",
  "9007199254740992",
  "00000000000000001",
];

/** A version as a condition of 16 digits, the most that one may have. */
export function withZeros(header: string, version: number): Options {
  return { headers: [[header, String(version).padStart(16, "0")]] };
}

/** Every sample must be answered 422 with these header fields, and succeed without them. */
export async function expectRefused(
  account: Account,
  partition: Partition,
  samples: readonly Sample[],
  all: Options[],
): Promise<void> {
  await prepare(account, partition);
  for (const sample of samples) {
    if (sample.method !== "DELETE") await sendValid(account, sample);
    for (const options of all) {
      const answer = await send(account, sample, options);
      if (sample.method === "HEAD") expectStatus(answer, 422);
      else expectProblem(answer, 422, "invalid-request");
    }
    // A deletion can succeed only once, so its control comes last.
    if (sample.method === "DELETE") await sendValid(account, sample);
  }
}

/** Every sample is sent malformed in two ways, one of them in all ways. */
export async function expectSyntax(account: Account, partition: Partition, header: string): Promise<void> {
  const options = (value: string): Options => ({ headers: [[header, value]] });
  await expectRefused(account, partition, versioned(partition), [
    options("abc"),
    options("9007199254740992"),
  ]);
  const oneOfEach = ["GET", "HEAD"].flatMap(
    (name) => storedReads(partition).find(({ method }) => method === name) ?? [],
  );
  await expectRefused(account, partition, oneOfEach, MALFORMED.map(options));
  // Where a listing goes on, a condition is read as at its beginning.
  await seed(account, `/${partition}/pages`, [{ id: "a" }, { id: "b" }]);
  for (const path of [`/${partition}/pages`, `/${partition}`] as const) {
    const first = control(await account.get(path, { query: { limit: 1 } }), 200);
    const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
    for (const value of ["abc", "-1"]) {
      const further = await account.get(path, { query: { limit: 1, offset }, ...options(value) });
      expectProblem(further, 422, "invalid-request");
    }
  }
}
