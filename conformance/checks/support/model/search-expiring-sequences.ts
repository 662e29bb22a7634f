/** Builds the check that performs random sequences in which records expire. */
import fc from "fast-check";
import type { Account } from "../../../exchange/account.ts";
import type { CheckContext } from "../../../runner/define-check.ts";
import { Untested } from "../../../runner/outcomes.ts";
import { MOST_BYTES } from "../announced-limits.ts";
import { Quota } from "../quota-account.ts";
import type { Command } from "./commands.ts";
import { sequencesWithWaits } from "./generate-waits.ts";
import { Attempts, type Plan } from "./sequence-attempts.ts";
import { boundsOf } from "./sequence-setting.ts";
import { shorten } from "./shorten-sequence.ts";
import { sideBySide } from "./side-by-side.ts";

/** Greatest number of sequences one after another, since each waits for seconds. */
const MOST_ROUNDS = 6;
const MOST_SEARCH_MS = 75_000;
/** Greatest number of bytes that fill accounts with a quota, for all sequences. */
const MOST_BALLAST = 2 * MOST_BYTES;

/**
 * Builds the check that performs random sequences in which records expire. Each waits for seconds, so they run side by
 * side, each in its own account, if accounts are created on first use.
 */
export function sequencesInTime(plan: Plan): (context: CheckContext) => Promise<void> {
  return async (context) => {
    const accounts = [context.account, ...context.spare];
    const bounds = await boundsOf(context.account);
    const attempts = new Attempts(plan, context, { bounds, timed: true });
    const wanted = Math.max(1, Math.round(plan.sequences * context.effort));
    const most = Math.max(1, Math.round(accounts.length * MOST_ROUNDS * context.effort));
    const count = Math.min(wanted, most, plan.room === undefined ? wanted : await affordable(context));
    const all = fc.sample(sequencesWithWaits(plan), { seed: context.seed | 0, numRuns: count });
    const performed = await search(all, accounts, attempts);
    await shorten(attempts, accounts);
    attempts.conclude(performed, wanted);
  };
}

/** How many sequences can be performed in accounts that have to be filled for each of them. */
async function affordable({ account, partition }: CheckContext): Promise<number> {
  const { bytes } = await Quota.of(account, partition);
  if (bytes > MOST_BYTES)
    throw new Untested(`has a quota of ${bytes} bytes; a check sends ${MOST_BYTES} at most`);
  return Math.ceil(MOST_BALLAST / bytes);
}

/**
 * Performs sequences until one fails.
 * @returns the number of performed sequences, up to the first failure
 */
async function search(
  all: readonly Command[][],
  accounts: readonly Account[],
  attempts: Attempts,
): Promise<number> {
  const began = performance.now();
  for (let next = 0; next < all.length; next += accounts.length) {
    if (attempts.broken !== null || performance.now() - began > MOST_SEARCH_MS) return next;
    const failures = await sideBySide(all.slice(next, next + accounts.length), accounts, attempts);
    const first = failures.findIndex((failure) => failure !== null);
    const failure = failures[first];
    if (!failure) continue;
    attempts.take(failure);
    return next + first + 1;
  }
  return all.length;
}
