/** Names for requests that give many of them, with others beside them, and deletions at once or by a commit. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { expectSuccess } from "../support/expect.ts";
import { ids, type NewRecord, seed } from "../support/fixtures.ts";
import type { SessionCheckContext } from "../support/with-sessions.ts";
import { type Moment, moments, SIZES } from "./axes.ts";
import { combinations } from "./pairs.ts";

/** Records that every server takes in one list. */
const MOST_POSTED = 100;

/** A request that gives so many names, and takes effect at this moment. */
export interface Naming {
  size: number;
  moment: Moment;
}

/** Every size at every moment. One name is what every other check gives. */
export function namings(sizes: readonly number[] = SIZES): Naming[] {
  return combinations<Naming>({ size: sizes.filter((size) => size > 1), moment: moments() });
}

/** Names, and some beside them that are not given. */
export interface Names {
  given: string[];
  /** Some that come before the given ones in every order, and some that come after. */
  others: string[];
}

/** So many names as a request gives, and three others. */
export function namesOf(size: number): Names {
  const all = ids(size + 3);
  return { given: all.slice(1, -2), others: [...all.slice(0, 1), ...all.slice(-2)] };
}

/** Stores records as `seed` does, as many lists as it takes. */
export async function seedAll(
  account: Account,
  path: `/${Partition}${string}`,
  records: NewRecord[],
): Promise<void> {
  for (let from = 0; from < records.length; from += MOST_POSTED) {
    await seed(account, path, records.slice(from, from + MOST_POSTED));
  }
}

/**
 * Deletes at once, or in a session that is committed then.
 * @returns the answer by which it took effect
 * @throws Violated when it is not performed
 */
export async function deleteAt(
  { account, begin }: SessionCheckContext,
  moment: Moment,
  target: string,
  scope?: string[],
): Promise<Answer> {
  if (moment === "at once") return expectSuccess(await account.delete(target));
  const session = await begin(scope ? { scope } : {});
  expectSuccess(await session.request("DELETE", target));
  return expectSuccess(await session.commit());
}
