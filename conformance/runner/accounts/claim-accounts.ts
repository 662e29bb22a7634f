import { setTimeout } from "node:timers/promises";
import type { Account } from "../../exchange/account.ts";
import { Unusable } from "../../results/errors.ts";
import { emptyAccount, readContents, refusesEverything, type Scenario } from "../protocol.ts";
import { type GivenAccount, isSwitchedByCommands, makesAccounts, urlOf } from "../target.ts";
import type { AccountLender } from "./account-lender.ts";

/** How long to watch accounts that were not empty: few checks of another run pause their writes for longer. */
const WATCH_MS = 10_000;
const LOOK_EVERY_MS = 500;

export interface ClaimOptions {
  /** Called with a message before the watch begins. */
  onWatch?: (sentence: string) => void;
  /** Ends the watch. */
  signal?: AbortSignal | undefined;
}

/**
 * Marks the listed accounts as used by this run, and finds out whether another run uses them. Wiping an account also
 * removes the mark of another run, so this watches accounts that were not empty for a while: when a check of the other
 * run ends, that run sees our mark or sets its own again.
 * @throws Unusable when another run uses an account
 */
export async function claimAccounts(
  lender: AccountLender,
  { onWatch = () => {}, signal }: ClaimOptions = {},
): Promise<void> {
  const accounts = listedAccounts(lender);
  let wiped = false;
  for (const account of accounts) {
    if (lender.target.wipe && (await readContents(account)).collections !== 0) {
      wiped = true;
      await emptyAccount(account);
    }
    await lender.marker.mark(account);
  }
  await refuseStrangers(lender, accounts);
  if (!wiped) return;
  onWatch(
    `accounts that held something were wiped: watching for ${WATCH_MS / 1000} s whether another run uses them`,
  );
  for (const end = performance.now() + WATCH_MS; performance.now() < end && !signal?.aborted; ) {
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
    await refuseStrangers(lender, accounts);
  }
}

/** Removes our marks and throws if another run uses one of the accounts. */
async function refuseStrangers(lender: AccountLender, accounts: Account[]): Promise<void> {
  for (const account of accounts) {
    const stranger = await lender.marker.findOtherRun(account);
    if (!stranger) continue;
    for (const marked of accounts) await lender.marker.removeOwnMark(marked);
    throw new Unusable(`account ${account.name} is used by ${stranger}. Wait until that is over.`);
  }
}

/**
 * Empties the listed accounts and removes our marks, whatever happened in the run.
 * @param shared true if somebody else uses them: their data stays
 * @returns a sentence for each account that may not be empty
 */
export async function cleanUpAccounts(lender: AccountLender, shared: boolean): Promise<string[]> {
  const troubles: string[] = [];
  for (const account of listedAccounts(lender)) {
    const { collections: held, answer } = await readContents(account);
    // If the server is gone, each further account would cost a timeout.
    if (answer.status === 0)
      return [...troubles, `account ${account.name} may hold what the checks wrote: ${GONE}`];
    if (shared) await lender.marker.removeOwnMark(account);
    else if (held !== 0 && !(await emptyAccount(account)).ok) {
      troubles.push(`account ${account.name} may hold what the checks wrote, which --wipe removes`);
    }
  }
  return troubles;
}

const GONE = "the server does not answer. --wipe removes it";

/** Every listed account, once: those of the target and of the scenarios in which a client can write. */
function listedAccounts(lender: AccountLender): Account[] {
  const { target } = lender;
  const living = (Object.keys(target.scenarios) as Scenario[]).filter((scenario) => {
    const at = target.scenarios[scenario];
    return at && !refusesEverything(scenario) && !isSwitchedByCommands(at);
  });
  const known = new Set<string>();
  const isNew = (account: GivenAccount) => !known.has(urlOf(account)) && known.add(urlOf(account));
  return [null, ...living].flatMap((scenario) => {
    const source = lender.accountSource(scenario);
    if (makesAccounts(source)) return [];
    const accounts = source.accounts.filter(isNew);
    return lender.accounts({ ...source, accounts }, accounts.length, () => {});
  });
}
