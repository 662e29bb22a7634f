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

/** The accounts that a check asks for. */
export interface AccountRequest {
  /** The scenario whose target has the accounts; null: the ordinary target. */
  scenario: Scenario | null;
  accounts: number;
  /** True: also one account of the ordinary target. */
  ordinary: boolean;
  /** True: use the token of the account, whatever scheme the target uses. */
  byToken: boolean;
}

/** The accounts that were picked for a check. */
export interface PickedAccounts {
  lent: GivenAccount[];
  ordinary: GivenAccount[];
  /** Those that no other check may use meanwhile. */
  taken: GivenAccount[];
}

/**
 * Picks accounts for a check; waits until enough are free.
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

// In a scenario that refuses everything, nobody can change an account, so checks may share it. If possible, the first
// one is the ordinary account reached through the scenario: a check then sees there what it wrote at the target.

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
