import { PARTITIONS } from "../contract/document.ts";
import { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { Redactor } from "../exchange/redact.ts";
import { Wire } from "../exchange/wire.ts";
import type { Exchange } from "../report/model.ts";
import { Broken, Untested } from "./outcomes.ts";
import { accountAt, makesAccounts, secretsOf, type Target } from "./target.ts";

/** Looks in a row that get no answer before a run stops asking. */
const GIVE_UP_AFTER = 20;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Accounts lent to one check. */
export interface Lease {
  accounts: Account[];
  /** Empties the accounts and gives them back. */
  release(): Promise<void>;
}

/** Lends accounts of a target to checks, each account to one check at a time, empty. */
export class Lab {
  readonly target: Target;
  /** For what is said about the run; each account has one of its own for its exchanges. */
  readonly redactor: Redactor;
  readonly #wires = new Map<string, Wire>();
  readonly #free: number[];
  readonly #waiting: (() => void)[] = [];
  #made = 0;
  #unanswered = 0;

  constructor(target: Target) {
    this.target = target;
    this.redactor = new Redactor(secretsOf(target, []));
    this.#free = target.accounts.map((_, index) => index);
  }

  /**
   * Lends accounts, waiting until enough are free.
   * @throws Untested when the target has fewer accounts than asked for
   * @throws Broken when an account holds data and may not be wiped, or cannot be emptied
   */
  async lease(count: number, record: (exchange: Exchange) => void): Promise<Lease> {
    const indexes = await this.#take(count);
    const accounts = this.accounts(indexes, record);
    try {
      for (const account of this.accounts(indexes, record)) await this.#prepare(account);
    } catch (error) {
      this.#give(indexes);
      throw error;
    }
    return {
      accounts,
      release: async () => {
        await Promise.all(accounts.map((account) => account.retire()));
        for (const account of this.accounts(indexes, record)) await empty(account);
        this.#give(indexes);
      },
    };
  }

  /** Reaches accounts of the target without lending them. */
  accounts(indexes: readonly number[], record: (exchange: Exchange) => void): Account[] {
    const given = indexes.map((index) => accountAt(this.target, index));
    // One for all of them: a check may send the credentials of one account to another.
    const redactor = new Redactor(secretsOf(this.target, given));
    return given.map(({ name, endpoint, token }) => {
      const url = new URL(endpoint);
      const authorization = `Bearer ${token}`;
      const { timeoutMs } = this.target;
      const wire = this.#wire(url.origin);
      return new Account({ name, endpoint: url, authorization, wire, timeoutMs, redactor }, record);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#wires.values()].map((wire) => wire.close()));
  }

  #wire(origin: string): Wire {
    let wire = this.#wires.get(origin);
    if (!wire) {
      const { timeoutMs, concurrency } = this.target;
      // Some checks send several requests at once, so there are more connections than checks.
      wire = new Wire(origin, concurrency * 4, { timeoutMs, maxBytes: MAX_BODY_BYTES });
      this.#wires.set(origin, wire);
    }
    return wire;
  }

  async #take(count: number): Promise<number[]> {
    if (makesAccounts(this.target)) return Array.from({ length: count }, () => this.#made++);
    const { length } = this.target.accounts;
    if (length < count) {
      throw new Untested(
        `needs ${count} accounts, and the target has ${length}: list more under "accounts", or give an endpoint with {account}`,
      );
    }
    // All at once: two checks that each hold one account and wait for another would wait for ever.
    while (this.#free.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#free.splice(0, count);
  }

  #give(indexes: number[]): void {
    if (!makesAccounts(this.target)) this.#free.push(...indexes);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Looks before anything is deleted: what the suite did not put there stays, unless it may be wiped. */
  async #prepare(account: Account): Promise<void> {
    // A server that went away would otherwise be waited for by every check that is left.
    if (this.#unanswered >= GIVE_UP_AFTER) throw new Broken("set-up: the server stopped answering");
    const { held, answer } = await look(account);
    const { name } = account;
    this.#unanswered = answer.status === 0 ? this.#unanswered + 1 : 0;
    if (held === 0) return;
    if (answer.status === 0) throw new Broken(`set-up: ${answer.exchange.error}`);
    // A given account was looked at before the run began, so what it holds now is what an earlier check left.
    if (makesAccounts(this.target) && !this.target.wipe) {
      const found = held === null ? "cannot be looked into" : `already holds ${held} collections`;
      throw new Broken(`set-up: account ${name} ${found}, and is left alone without --wipe`);
    }
    const deletions = await empty(account);
    const left = (await look(account)).held;
    // Where the views do not work either, the check itself will show what does.
    if (left === null || left === 0) return;
    const said = deletions.map(({ asked, status, exchange }) => `${asked} (${status || exchange.error})`);
    throw new Broken(`set-up: account ${name} holds ${left} collections after ${said.join(" and ")}`);
  }
}

/** Deletes all that an account holds. */
async function empty(account: Account): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const partition of PARTITIONS) answers.push(await account.delete(`/${partition}`));
  return answers;
}

/** What a look at an account shows. */
export interface Look {
  /** Collections of the account; null when the server does not say so intelligibly. */
  held: number | null;
  answer: Answer;
}

/** Looks how many collections an account holds. */
export async function look(account: Account): Promise<Look> {
  const answer: Answer = await account.get("/info/collections");
  const map = answer.json;
  const intelligible =
    answer.status === 200 && typeof map === "object" && map !== null && !Array.isArray(map);
  return { held: intelligible ? Object.keys(map).length : null, answer };
}
