/** Requests with version preconditions: at the limits of versions, malformed, and after a deletion. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectProblem, expectStatus, present, versionOf } from "./expect.ts";
import { seed } from "./fixtures.ts";
import { prepare, type Sample, send, sendValid, storedReads, versioned } from "./sample-requests.ts";

/** The greatest possible version. */
export const MAX = Number.MAX_SAFE_INTEGER;
export const MODIFIED = "X-If-Modified-Since-Version";
export const UNMODIFIED = "X-If-Unmodified-Since-Version";

/** Paths that are missing in a prepared account. */
export function missing(partition: Partition) {
  return [`/${partition}/sample/missing`, `/${partition}/missing`, `/${partition}/missing/a`] as const;
}

/** The version of a sample's target in a prepared account. */
export async function targetVersion(account: Account, { path }: Sample): Promise<number> {
  const [target = ""] = path.split("?", 1);
  const readable = target === "/" ? "/info/collections" : target;
  return versionOf(control(await account.get(readable), 200));
}

/** The newest contents of a collection, of the partition and of the account, in a prepared account. */
function newestContents(partition: Partition): string[] {
  const others = PARTITIONS.filter((name) => name !== partition);
  return [
    `/${partition}/sample/b`,
    ...(isInReach("deleteCollection") ? [`/${partition}/elsewhere`] : []),
    ...(isInReach("deletePartition") ? others.map((name) => `/${name}`) : []),
  ];
}

/** Whether a deletion in what a sample targets raises its version. */
function raisesVersionOf({ path }: Sample, deleted: string): boolean {
  const [target = "", query = ""] = path.split("?", 2);
  // A `keep` of a missing path would be refused.
  if (query.includes(deleted.slice(1))) return false;
  if (target.startsWith("/info/")) return target !== "/info/configuration";
  return target === "/" || deleted.startsWith(`${target}/`);
}

/**
 * Sends each sample after a deletion in its target. Nothing that is left in the target is newer than before.
 * @param ifVersion makes the precondition from the version before the deletion
 * @param judge judges each answer
 */
export async function eachAfterDeletion(
  account: Account,
  partition: Partition,
  samples: readonly Sample[],
  ifVersion: (version: number) => Options,
  judge: (answer: Answer) => void,
): Promise<void> {
  for (const deleted of newestContents(partition)) {
    for (const sample of samples.filter((each) => raisesVersionOf(each, deleted))) {
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

/** A version as a condition of 16 digits, the greatest allowed number. */
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

/** Sends every sample with two malformed conditions, and one GET and one HEAD with all of them. */
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
  // A condition on a further page has the same syntax as on the first.
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
