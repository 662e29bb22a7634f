/** Checks that refused requests leave an account as it was. */
import { isDeepStrictEqual } from "node:util";
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { Broken } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { controlChanged, expectSame } from "./account-contents.ts";
import { control, controlShown, present, versionOf } from "./expect.ts";
import { recordsOf } from "./listing-under-test.ts";
import { deletes, prepare, type Sample, sendValid, writes } from "./sample-requests.ts";

/** The samples that change something, with new payloads. */
export function changes(partition: Partition): Sample[] {
  return [...writes(partition), ...deletes(partition)].map((sample) => {
    const text = Buffer.from(sample.body?.bytes ?? []).toString();
    return { ...sample, body: sample.body && new RawBody(text.replace(/one|two/, "other")) };
  });
}

/** Everything that a client sees of a prepared account, except the order of a listing, which the server chooses. */
async function stateOf(account: Account, partition: Partition): Promise<Record<string, unknown>> {
  const record = controlShown(await account.get(`/${partition}/sample/a`));
  const listing = controlShown(await account.get(`/${partition}/sample`, { query: { full: "" } }));
  const info = control(await account.get("/info/collections"), 200);
  return {
    "the record": record.ok ? record.json : record.status,
    "the records of the collection": listing.ok
      ? recordsOf(listing).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      : listing.status,
    "the version of the collection": listing.integer("X-Last-Modified-Version") ?? null,
    "the versions of all collections": present("the versions of the collections", info.json),
    "the account's current version": versionOf(info),
  };
}

/**
 * Refused requests must leave a prepared account as it was. Requests that are not refused are ignored: other rules
 * check them.
 * @param statuses the statuses of a refusal
 * @throws Broken if nothing is refused, or if a valid change cannot be seen
 */
export async function expectIdle(
  account: Account,
  partition: Partition,
  requests: readonly (() => Promise<Answer>)[],
  ...statuses: number[]
): Promise<void> {
  await controlChanges(account, partition);
  await prepare(account, partition);
  if (await areIdle(account, partition, requests, statuses)) return;
  // To find the request with an effect, send each one alone, in an account without their leftovers.
  if (isInReach("deleteAccount")) await account.delete("/");
  await prepare(account, partition);
  let before = await stateOf(account, partition);
  let refused = 0;
  for (const request of requests) {
    const answer = await request();
    if (statuses.includes(answer.status)) {
      const after = await stateOf(account, partition);
      expectSame(answer, after, before);
      refused += 1;
    } else {
      await prepare(account, partition);
      before = await stateOf(account, partition);
    }
  }
  if (refused === 0) throw new Broken(`set-up: nothing was answered ${statuses.join(" or ")}`);
}

/**
 * Sends all requests, then compares the account once: any change raises a version, which never falls.
 * @returns false if the account changed, or if one of them was not refused
 */
async function areIdle(
  account: Account,
  partition: Partition,
  requests: readonly (() => Promise<Answer>)[],
  statuses: readonly number[],
): Promise<boolean> {
  const before = await stateOf(account, partition);
  let last: Answer | null = null;
  for (const request of requests) {
    last = await request();
    if (!statuses.includes(last.status)) return false;
  }
  const after = await stateOf(account, partition);
  if (last === null || !isDeepStrictEqual(after, before)) return false;
  expectSame(last, after, before);
  return true;
}

/** The positive control: every valid change can be seen. */
async function controlChanges(account: Account, partition: Partition): Promise<void> {
  for (const sample of changes(partition)) {
    await prepare(account, partition);
    const before = await stateOf(account, partition);
    const answer = await sendValid(account, sample);
    controlChanged(answer, await stateOf(account, partition), before);
  }
}
