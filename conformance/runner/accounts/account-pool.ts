import { Untested } from "../outcomes.ts";
import { accountNamed, type GivenAccount, makesAccounts, type Place, urlOf } from "../target.ts";

/** Accounts that a check wants of a place. */
export interface Want {
  place: Place;
  count: number;
}

/** Keeps two checks from having the same account at the same time, wherever it is listed. */
export class Pool {
  readonly #run: string;
  readonly #busy = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #made = 0;

  /** @param run begins the names that are made up */
  constructor(run: string) {
    this.#run = run;
  }

  /**
   * Takes accounts of each place, waiting until all of them are free: two checks that each hold one account and wait
   * for another would wait for ever.
   * @throws Untested when there are fewer accounts than wanted
   */
  async take(wants: readonly Want[]): Promise<GivenAccount[][]> {
    if (!chooseGiven(wants, new Set())) throw tooFew(wants);
    for (;;) {
      const chosen = chooseGiven(wants, this.#busy);
      if (chosen) {
        for (const account of chosen.flat()) this.#busy.add(urlOf(account));
        return wants.map(({ place, count }, index) => [
          ...(chosen[index] ?? []),
          ...(makesAccounts(place) ? Array.from({ length: count }, () => this.make(place)) : []),
        ]);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  give(accounts: readonly GivenAccount[]): void {
    for (const account of accounts) this.#busy.delete(urlOf(account));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** An account of a name that no check has been given yet. */
  make(place: Place): GivenAccount {
    return accountNamed(place, `${this.#run}-${this.#made++}`);
  }
}

/** Chooses accounts where they are listed; null where too few are free. */
function chooseGiven(wants: readonly Want[], busy: ReadonlySet<string>): GivenAccount[][] | null {
  const taken = new Set(busy);
  const chosen = wants.map(({ place, count }) => {
    const free = place.accounts.filter((account) => !taken.has(urlOf(account)));
    const these = makesAccounts(place) ? [] : free.slice(0, count);
    for (const account of these) taken.add(urlOf(account));
    return these;
  });
  const enough = wants.every(
    ({ place, count }, index) => makesAccounts(place) || chosen[index]?.length === count,
  );
  return enough ? chosen : null;
}

function tooFew(wants: readonly Want[]): Untested {
  const listed = wants.filter(({ place }) => !makesAccounts(place));
  const wanted = listed.reduce((sum, { count }) => sum + count, 0);
  const had = new Set(listed.flatMap(({ place }) => place.accounts.map(urlOf))).size;
  return new Untested(
    `needs ${wanted} accounts, and the target has ${had}: list more under "accounts", or give an endpoint with {account}`,
  );
}
