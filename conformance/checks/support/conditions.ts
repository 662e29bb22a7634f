import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import { expectProblem, expectStatus } from "./expect.ts";
import { prepare, type Sample, send, sendValid, storedReads, versioned } from "./samples.ts";

/** The greatest version that there can be. */
export const MAX = Number.MAX_SAFE_INTEGER;
export const MODIFIED = "X-If-Modified-Since-Version";
export const UNMODIFIED = "X-If-Unmodified-Since-Version";

/** What is missing on a prepared account. */
export function missing(partition: Partition) {
  return [`/${partition}/sample/missing`, `/${partition}/missing`, `/${partition}/missing/a`] as const;
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
  "9007199254740992",
  "00000000000000001",
];

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
  await expectRefused(account, partition, storedReads(partition).slice(0, 1), MALFORMED.map(options));
}
