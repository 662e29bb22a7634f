import { Untested } from "../outcomes.ts";
import { refusesEverything, type Scenario } from "../protocol.ts";
import {
  type AccountSource,
  accountNamed,
  type GivenAccount,
  isSame,
  makesAccounts,
  type Target,
} from "../target.ts";
import type { AccountPool } from "./account-pool.ts";

/** What a check wants to be lent. */
export interface AccountRequest {
  /** Where the accounts are to be; null: at the target itself. */
  scenario: Scenario | null;
  accounts: number;
  /** One of the target itself too. */
  ordinary: boolean;
  /** Reached by token, whatever the target is reached by. */
  byToken: boolean;
}

/** The accounts that a check is lent. */
export interface PickedAccounts {
  lent: GivenAccount[];
  ordinary: GivenAccount[];
  /** Those that no other check may have meanwhile. */
  taken: GivenAccount[];
}

/**
 * Chooses accounts for a check, waiting until enough are free.
 * @throws Untested when there are too few
 */
export async function pickAccounts(
  { scenario, accounts, ordinary }: AccountRequest,
  { pool, source, target }: { pool: AccountPool; source: AccountSource; target: Target },
): Promise<PickedAccounts> {
  const main = ordinary ? [{ source: target, count: 1 }] : [];
  if (scenario !== null && refusesEverything(scenario)) {
    const [plain = []] = await pool.take(main);
    const lent = makesAccounts(source)
      ? makeLike(source, accounts, { pool, name: makesAccounts(target) ? plain[0]?.name : undefined })
      : listedLike(source, accounts, plain[0]);
    if (lent.length === accounts) return { lent, ordinary: plain, taken: plain };
    pool.giveBack(plain);
    throw new Untested(`needs ${accounts} accounts: list more under scenarios.${scenario}.accounts`);
  }
  const [lent = [], plain = []] = await pool.take([{ source, count: accounts }, ...main]);
  return { lent, ordinary: plain, taken: [...lent, ...plain] };
}

// Nothing is ever done to an account of a dead scenario, so that checks may share it. Where it can be, the first one
// is the ordinary account by another way, so that a check sees there what was done to it here.

function makeLike(
  source: AccountSource,
  count: number,
  { pool, name }: { pool: AccountPool; name: string | undefined },
) {
  const like = name === undefined ? [] : [accountNamed(source, name)];
  return Array.from({ length: count }, (_, index) => like[index] ?? pool.makeAccount(source));
}

function listedLike(
  { accounts }: AccountSource,
  count: number,
  ordinary: GivenAccount | undefined,
): GivenAccount[] {
  const like = accounts.filter((account) => ordinary && isSame(account, ordinary));
  return [...like, ...accounts.filter((account) => !like.includes(account))].slice(0, count);
}
