/** Waits until records with a ttl expire, and checks that they exist until then. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { began, ended, GRACE } from "./begun-session.ts";
import { expectEqual, expectStatus } from "./expect.ts";
import { sleep } from "./fixtures.ts";

/** Waits until a record with this ttl, whose write has this answer, must be gone. */
export function untilGone(answer: Answer, ttl: number): Promise<void> {
  return sleep(Math.max(0, ended(answer) + ttl + GRACE - Date.now() / 1000));
}

/** The record must exist, since its ttl from the write with this answer has not passed yet. */
export async function expectAlive(
  account: Account,
  answer: Answer,
  ttl: number,
  path: `/${Partition}/${string}`,
): Promise<void> {
  const seen = await account.get(path);
  if (seen.status === 404 && ended(seen) >= began(answer) + ttl) {
    throw new Inconclusive(`the answer took longer than the ttl of ${ttl} s`);
  }
  expectStatus(seen, 200);
  expectEqual(seen, "the id", (seen.json as { id?: unknown } | undefined)?.id, path.split("/").at(-1));
}

/** Waits until `seconds` after an exchange began. */
export function untilAfter(answer: Answer, seconds: number): Promise<void> {
  return sleep(Math.max(0, began(answer) + seconds - Date.now() / 1000));
}

/** The quarter of a second, 0 to 3, in which a moment lies, in seconds. */
export function quarterOf(seconds: number): number {
  return Math.floor((seconds % 1) * 4);
}

/** Waits until the clock comes to one of these quarters of a second. */
export async function untilQuarter(quarters: ReadonlySet<number>): Promise<void> {
  const now = Date.now() / 1000;
  const next = [1, 2, 3, 4].find((ahead) => quarters.has((quarterOf(now) + ahead) % 4)) ?? 1;
  await sleep(next / 4 - ((now * 4) % 1) / 4);
}
