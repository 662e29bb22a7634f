import { Untested } from "../outcomes.ts";
import { type AccountSource, accountNamed, type GivenAccount, makesAccounts, urlOf } from "../target.ts";

/** How many accounts of one source a check needs. */
export interface PoolRequest {
  source: AccountSource;
  count: number;
}

/** Gives each account to one check at a time, also if several scenarios list it. */
export class AccountPool {
  readonly #run: string;
  readonly #busy = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #made = 0;

  /** @param run prefix of the names of new accounts */
  constructor(run: string) {
    this.#run = run;
  }

  /**
   * Takes all accounts at once, and waits until all are free. One at a time, two checks could each hold one account
   * and wait for ever for the other's.
   * @throws Untested when there are too few accounts
   */
  async take(wants: readonly PoolRequest[]): Promise<GivenAccount[][]> {
    if (!pickListed(wants, new Set())) throw tooFew(wants);
    for (;;) {
      const chosen = pickListed(wants, this.#busy);
      if (chosen) {
        for (const account of chosen.flat()) this.#busy.add(urlOf(account));
        return wants.map(({ source, count }, index) => [
          ...(chosen[index] ?? []),
          ...(makesAccounts(source) ? Array.from({ length: count }, () => this.makeAccount(source)) : []),
        ]);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  giveBack(accounts: readonly GivenAccount[]): void {
    for (const account of accounts) this.#busy.delete(urlOf(account));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** A new account, with a name that no check has had. */
  makeAccount(source: AccountSource): GivenAccount {
    return accountNamed(source, `${this.#run}-${this.#made++}`);
  }
}

/** Picks accounts from the lists; null if too few are free. */
function pickListed(wants: readonly PoolRequest[], busy: ReadonlySet<string>): GivenAccount[][] | null {
  const taken = new Set(busy);
  const chosen = wants.map(({ source, count }) => {
    const free = source.accounts.filter((account) => !taken.has(urlOf(account)));
    const these = makesAccounts(source) ? [] : free.slice(0, count);
    for (const account of these) taken.add(urlOf(account));
    return these;
  });
  const enough = wants.every(
    ({ source, count }, index) => makesAccounts(source) || chosen[index]?.length === count,
  );
  return enough ? chosen : null;
}

function tooFew(wants: readonly PoolRequest[]): Untested {
  const listed = wants.filter(({ source }) => !makesAccounts(source));
  const wanted = listed.reduce((sum, { count }) => sum + count, 0);
  const had = new Set(listed.flatMap(({ source }) => source.accounts.map(urlOf))).size;
  return new Untested(
    `needs ${wanted} accounts, and the target has ${had}: list more under "accounts", or give an endpoint with {account}`,
  );
}
