import type { Account } from "../../exchange/account.ts";
import { LossTracker } from "../../exchange/loss-tracker.ts";
import { Redactor } from "../../exchange/redactor.ts";
import type { Exchange } from "../../results/report-model.ts";
import { FindingAttempts } from "../judge/contract-findings.ts";
import { Broken, Gone, Untested } from "../outcomes.ts";
import { emptyAccount, endSessions, readContents, refusesEverything, type Scenario } from "../protocol.ts";
import type { StopSignal } from "../stop-signal.ts";
import { type AccountSource, type GivenAccount, makesAccounts, secretsIn, type Target } from "../target.ts";
import { AccountConnections, type BeforeFirstRequest, type LocatedAccount } from "./account-connections.ts";
import { AccountPool } from "./account-pool.ts";
import { type AccountRequest, pickAccounts } from "./pick-accounts.ts";
import { RunMarker } from "./run-marker.ts";

/** After this many unanswered requests in a row, the run takes the server for gone. */
const GIVE_UP_AFTER = 20;
type Recorder = (exchange: Exchange) => void;

/** Accounts lent to one check. */
export interface Loan {
  accounts: Account[];
  ordinary: Account | null;
  /** Empties the accounts and gives them back. */
  release(): Promise<void>;
}

/** Switches a server into a scenario by commands, for one check at a time. */
export interface ScenarioSwitch {
  scenario: Scenario;
  /** Puts the server into the scenario, once; before the first request to it. */
  enter(): Promise<void>;
  /** Puts the server back if `enter` was called. */
  leave(): Promise<void>;
}

export interface LenderOptions {
  scenarioSwitch?: ScenarioSwitch | null;
  /** A part of the names of new accounts, which keeps the lenders of one run apart. */
  names?: string;
  /** Stops the checks of the run. */
  stopSignal?: StopSignal | null;
  /** True if the server has answered before: then a lost answer is worth a retry. */
  answered?: boolean;
}

/** Lends accounts of a target to checks, each account to one check at a time, empty. */
export class AccountLender {
  readonly target: Target;
  readonly scenarioSwitch: ScenarioSwitch | null;
  readonly stopSignal: StopSignal | null;
  /** Hides secrets in messages about the run. The exchanges of a check have a redactor of their own. */
  readonly redactor: Redactor;
  /** Answers that all checks share, by the name of the question. */
  readonly answersByQuestion = new Map<string, Promise<unknown>>();
  readonly #connections: AccountConnections;
  readonly #pool: AccountPool;
  readonly marker: RunMarker;
  readonly lossTracker: LossTracker;
  /** Findings of the contract layer so far, without attempts that lost answers. */
  readonly findingAttempts = new FindingAttempts();
  #unanswered = 0;

  constructor(
    target: Target,
    { scenarioSwitch = null, names = "", stopSignal = null, answered = false }: LenderOptions = {},
  ) {
    this.target = target;
    this.scenarioSwitch = scenarioSwitch;
    this.stopSignal = stopSignal;
    this.redactor = new Redactor(secretsIn(target, []));
    this.#pool = new AccountPool(names === "" ? target.run : `${target.run}-${names}`);
    this.marker = new RunMarker(target.run);
    this.lossTracker = new LossTracker(answered);
    this.#connections = new AccountConnections(target, this.lossTracker);
  }

  /**
   * Where the accounts of a scenario come from; for null, those of the ordinary target.
   * @throws Untested when the scenario has no target
   */
  accountSource(scenario: Scenario | null): AccountSource {
    const source = scenario === null ? this.target : this.target.scenarios[scenario];
    if (source) return source;
    throw new Untested(
      `needs the scenario "${scenario}": name a target for it under scenarios.${scenario} in the configuration`,
    );
  }

  /**
   * Lends accounts; waits until enough are free.
   * @throws Untested when the target has too few accounts, or the run was stopped
   * @throws Broken when an account holds data and may not be wiped, or cannot be emptied
   */
  async lend(request: AccountRequest, record: Recorder): Promise<Loan> {
    const source = this.accountSource(request.scenario);
    const { target } = this;
    this.stopSignal?.throwIfStopped();
    const { lent, ordinary, taken } = await pickAccounts(request, { pool: this.#pool, source, target });
    // One redactor for all of them: a check may send the credentials of one account to another.
    const redactor = new Redactor(secretsIn(target, [...lent, ...ordinary]));
    const located: LocatedAccount[] = [
      ...lent.map((account) => ({ account: request.byToken ? byToken(account) : account, source: source })),
      ...ordinary.map((account) => ({ account, source: target })),
    ];
    const connect = (one: LocatedAccount, ready: BeforeFirstRequest = null) =>
      this.#connections.connect(one, { redactor, record, ready });
    // A scenario that refuses everything lets nobody read or empty an account.
    const canBeEmptied = ({ source }: LocatedAccount) =>
      source === target || request.scenario === null || !refusesEverything(request.scenario);
    try {
      // The run may have been stopped while this call waited for accounts.
      this.stopSignal?.throwIfStopped();
      for (const one of located.filter(canBeEmptied)) await this.#emptyBeforeCheck(connect(one), one.source);
    } catch (error) {
      this.#pool.giveBack(taken);
      throw error;
    }
    const { scenarioSwitch } = this;
    const used = located.map((one) => ({
      one,
      account: connect(one, scenarioSwitch && one.source !== target ? () => scenarioSwitch.enter() : null),
    }));
    const accounts = used.map(({ account }) => account);
    return {
      accounts: accounts.slice(0, lent.length),
      ordinary: accounts[lent.length] ?? null,
      release: async () => {
        await Promise.all(accounts.map((account) => account.retire()));
        await scenarioSwitch?.leave();
        try {
          for (const { one, account } of used.filter(({ one }) => canBeEmptied(one))) {
            const fresh = connect(one);
            await endSessions(fresh, account.sessions);
            await this.#emptyAfterCheck(fresh, one.source);
          }
        } finally {
          this.#pool.giveBack(taken);
        }
      },
    };
  }

  /** Accounts of a source without lending them: the first ones of its list, or new ones. */
  accounts(at: AccountSource, count: number, record: Recorder): Account[] {
    const given = makesAccounts(at)
      ? Array.from({ length: count }, () => this.#pool.makeAccount(at))
      : at.accounts.slice(0, count);
    const redactor = new Redactor(secretsIn(this.target, given));
    return given.map((account) =>
      this.#connections.connect({ account, source: at }, { redactor, record, ready: null }),
    );
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  /** Empties an account. Refuses one with data that the suite did not write, unless `wipe` allows it. */
  async #emptyBeforeCheck(account: Account, at: AccountSource): Promise<void> {
    // Otherwise every remaining check would wait for a server that is gone.
    if (this.#unanswered >= GIVE_UP_AFTER) throw new Gone("set-up: the server stopped answering");
    if (!makesAccounts(at)) this.#refuseStrangers(account, await this.marker.unmark(account));
    const { collections: held, answer } = await readContents(account);
    const { name } = account;
    this.#unanswered = answer.exchange.lost ? this.#unanswered + 1 : 0;
    if (held === 0) return;
    if (answer.exchange.lost) throw new Broken(`set-up: ${answer.exchange.error ?? answer.status}`);
    // The run inspected listed accounts before it began, so an earlier check wrote what they hold now.
    if (makesAccounts(at) && !this.target.wipe) {
      const found = held === null ? "cannot be read" : `already holds ${held} collections`;
      throw new Broken(`set-up: account ${name} ${found}, and is not used without --wipe`);
    }
    const { asked, status, exchange } = await emptyAccount(account);
    const left = (await readContents(account)).collections;
    // If the server does not even list collections, the check itself shows what works.
    if (left === null || left === 0) return;
    const request = `${asked} (${status || exchange.error})`;
    throw new Broken(`set-up: account ${name} holds ${left} collections after ${request}`);
  }

  /** Empties an account after a check. Marks a listed one again, unless another run uses it: then its data is theirs. */
  async #emptyAfterCheck(account: Account, at: AccountSource): Promise<void> {
    const isOurs = makesAccounts(at);
    if (!isOurs) this.#refuseStrangers(account, await this.marker.findOtherRun(account));
    await emptyAccount(account);
    if (!isOurs && !this.stopSignal?.signal.aborted) await this.marker.mark(account);
  }

  /** Stops the run if somebody else uses an account: their writes would look like faults of the server. */
  #refuseStrangers({ name }: Account, stranger: string | null): void {
    if (stranger === null) return;
    const text = `account ${name} is used by ${stranger}`;
    this.stopSignal?.stop({ kind: "shared", text });
    throw new Broken(`set-up: ${text}`);
  }
}

/** The same account with bearer authentication. */
function byToken(account: GivenAccount): GivenAccount {
  const { token } = account.keys;
  if (token === null) throw new Broken(`account ${account.name} has no token`);
  return { ...account, keys: { ...account.keys, main: { scheme: "bearer", token } } };
}
