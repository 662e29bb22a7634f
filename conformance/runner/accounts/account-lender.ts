import type { Account } from "../../exchange/account.ts";
import { Losses } from "../../exchange/losses.ts";
import { Redactor } from "../../exchange/redact.ts";
import type { Exchange } from "../../results/model.ts";
import { Sightings } from "../judge/contract-findings.ts";
import { Broken, Gone, Untested } from "../outcomes.ts";
import { abandon, empty, isDead, look, type Scenario } from "../protocol.ts";
import type { StopSignal } from "../stop-signal.ts";
import { type GivenAccount, makesAccounts, type Place, secretsIn, type Target } from "../target.ts";
import { Lines, type Ready, type Spot } from "./account-connections.ts";
import { Pool } from "./account-pool.ts";
import { type Ask, choose } from "./pick-accounts.ts";
import { RunMarker } from "./run-marker.ts";

/** Looks in a row that get no answer before a run stops asking. */
const GIVE_UP_AFTER = 20;
type Recorder = (exchange: Exchange) => void;

/** Accounts lent to one check. */
export interface Lease {
  accounts: Account[];
  ordinary: Account | null;
  /** Empties the accounts and gives them back. */
  release(): Promise<void>;
}

/** A scenario that commands bring about, while they hold the server for one check at a time. */
export interface Stage {
  scenario: Scenario;
  /** Puts the server into the scenario, once; before the first request to it. */
  enter(): Promise<void>;
  /** Puts it back where it was put there. */
  leave(): Promise<void>;
}

export interface LenderOptions {
  stage?: Stage | null;
  /** Goes into the names of accounts that are made up, where several lenders work for one run. */
  names?: string;
  /** Ends the checks of the run. */
  stopSignal?: StopSignal | null;
  /** True where the server answered just before: a loss is not the first thing that is seen of it then. */
  answered?: boolean;
}

/** Lends accounts of a target to checks, each account to one check at a time, empty. */
export class AccountLender {
  readonly target: Target;
  readonly stage: Stage | null;
  readonly stopSignal: StopSignal | null;
  /** For what is said about the run; the accounts of a check share one of their own for its exchanges. */
  readonly redactor: Redactor;
  /** What was found out once for all checks, by name. */
  readonly known = new Map<string, Promise<unknown>>();
  readonly #lines: Lines;
  readonly #pool: Pool;
  readonly marker: RunMarker;
  readonly losses: Losses;
  /** What the contract layer saw so far, in attempts that count. */
  readonly sightings = new Sightings();
  #unanswered = 0;

  constructor(
    target: Target,
    { stage = null, names = "", stopSignal = null, answered = false }: LenderOptions = {},
  ) {
    this.target = target;
    this.stage = stage;
    this.stopSignal = stopSignal;
    this.redactor = new Redactor(secretsIn(target, []));
    this.#pool = new Pool(names === "" ? target.run : `${target.run}-${names}`);
    this.marker = new RunMarker(target.run);
    this.losses = new Losses(answered);
    this.#lines = new Lines(target, this.losses);
  }

  /**
   * Where the checks of a scenario find their accounts.
   * @throws Untested when the scenario has no target
   */
  place(scenario: Scenario | null): Place {
    const place = scenario === null ? this.target : this.target.scenarios[scenario];
    if (place) return place;
    throw new Untested(
      `needs the scenario "${scenario}": name a target for it under scenarios.${scenario} in the configuration`,
    );
  }

  /**
   * Lends accounts, waiting until enough are free.
   * @throws Untested when the target has fewer accounts than asked for, or the run was ended
   * @throws Broken when an account holds data and may not be wiped, or cannot be emptied
   */
  async lease(ask: Ask, record: Recorder): Promise<Lease> {
    const place = this.place(ask.scenario);
    const { target } = this;
    this.stopSignal?.throwIfStopped();
    const { lent, ordinary, taken } = await choose(ask, { pool: this.#pool, place, target });
    // One for all of them: a check may send the credentials of one account to another.
    const redactor = new Redactor(secretsIn(target, [...lent, ...ordinary]));
    const spots: Spot[] = [
      ...lent.map((account) => ({ account: ask.byToken ? byToken(account) : account, at: place })),
      ...ordinary.map((account) => ({ account, at: target })),
    ];
    const reach = (spot: Spot, ready: Ready = null) => this.#lines.reach(spot, { redactor, record, ready });
    // What is done to an account of a dead scenario comes to nothing: neither look nor leave anything behind there.
    const isLiving = ({ at }: Spot) => at === target || ask.scenario === null || !isDead(ask.scenario);
    try {
      // It may have been called while others had the accounts.
      this.stopSignal?.throwIfStopped();
      for (const spot of spots.filter(isLiving)) await this.#prepare(reach(spot), spot.at);
    } catch (error) {
      this.#pool.give(taken);
      throw error;
    }
    const { stage } = this;
    const used = spots.map((spot) => ({
      spot,
      account: reach(spot, stage && spot.at !== target ? () => stage.enter() : null),
    }));
    const accounts = used.map(({ account }) => account);
    return {
      accounts: accounts.slice(0, lent.length),
      ordinary: accounts[lent.length] ?? null,
      release: async () => {
        await Promise.all(accounts.map((account) => account.retire()));
        await stage?.leave();
        try {
          for (const { spot, account } of used.filter(({ spot }) => isLiving(spot))) {
            const fresh = reach(spot);
            await abandon(fresh, account.sessions);
            await this.#leave(fresh, spot.at);
          }
        } finally {
          this.#pool.give(taken);
        }
      },
    };
  }

  /** Reaches accounts of a place without lending them: the first ones of a list, or made up ones. */
  accounts(at: Place, count: number, record: Recorder): Account[] {
    const given = makesAccounts(at)
      ? Array.from({ length: count }, () => this.#pool.make(at))
      : at.accounts.slice(0, count);
    const redactor = new Redactor(secretsIn(this.target, given));
    return given.map((account) => this.#lines.reach({ account, at }, { redactor, record, ready: null }));
  }

  close(): Promise<void> {
    return this.#lines.close();
  }

  /** Looks before anything is deleted: what the suite did not put there stays, unless it may be wiped. */
  async #prepare(account: Account, at: Place): Promise<void> {
    // A server that went away would otherwise be waited for by every check that is left.
    if (this.#unanswered >= GIVE_UP_AFTER) throw new Gone("set-up: the server stopped answering");
    if (!makesAccounts(at)) this.#refuseStrangers(account, await this.marker.unmark(account));
    const { held, answer } = await look(account);
    const { name } = account;
    this.#unanswered = answer.exchange.lost ? this.#unanswered + 1 : 0;
    if (held === 0) return;
    if (answer.exchange.lost) throw new Broken(`set-up: ${answer.exchange.error ?? answer.status}`);
    // A given account was looked at before the run began, so what it holds now is what an earlier check left.
    if (makesAccounts(at) && !this.target.wipe) {
      const found = held === null ? "cannot be read" : `already holds ${held} collections`;
      throw new Broken(`set-up: account ${name} ${found}, and is not used without --wipe`);
    }
    const { asked, status, exchange } = await empty(account);
    const left = (await look(account)).held;
    // Where the views do not work either, the check itself will show what does.
    if (left === null || left === 0) return;
    const said = `${asked} (${status || exchange.error})`;
    throw new Broken(`set-up: account ${name} holds ${left} collections after ${said}`);
  }

  /** Empties an account, and marks one that somebody else may use too: where somebody does, what it holds is theirs. */
  async #leave(account: Account, at: Place): Promise<void> {
    const isOurs = makesAccounts(at);
    if (!isOurs) this.#refuseStrangers(account, await this.marker.findOtherRun(account));
    await empty(account);
    if (!isOurs && !this.stopSignal?.signal.aborted) await this.marker.mark(account);
  }

  /** What somebody else does to an account is not to be held against the server: nothing counts any more. */
  #refuseStrangers({ name }: Account, stranger: string | null): void {
    if (stranger === null) return;
    const text = `account ${name} is used by ${stranger}`;
    this.stopSignal?.stop({ kind: "shared", text });
    throw new Broken(`set-up: ${text}`);
  }
}

/** The same account, reached by its token. */
function byToken(account: GivenAccount): GivenAccount {
  const { token } = account.keys;
  if (token === null) throw new Broken(`account ${account.name} has no token`);
  return { ...account, keys: { ...account.keys, main: { scheme: "bearer", token } } };
}
