import { Account } from "../../exchange/account.ts";
import type { Losses } from "../../exchange/losses.ts";
import { Patience } from "../../exchange/patience.ts";
import type { Redactor } from "../../exchange/redact.ts";
import { Wire } from "../../exchange/wire.ts";
import type { Exchange } from "../../results/model.ts";
import type { AccountSource, GivenAccount, Target } from "../target.ts";

/** The largest payload that a check sends is 8 MiB (`MOST_BYTES`), and three times that where it comes back escaped. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Waited for before the first request; null: nothing. */
export type BeforeFirstRequest = (() => Promise<void>) | null;

/** An account and where it is. */
export interface LocatedAccount {
  account: GivenAccount;
  source: AccountSource;
}

/** How an account is to be reached. */
interface ConnectOptions {
  redactor: Redactor;
  record: (exchange: Exchange) => void;
  ready: BeforeFirstRequest;
}

/** The connections to the servers of a target, by which its accounts are reached. */
export class AccountConnections {
  readonly #target: Target;
  readonly #losses: Losses;
  readonly #wires = new Map<string, Wire>();
  readonly #patience = new Patience();

  constructor(target: Target, losses: Losses) {
    this.#target = target;
    this.#losses = losses;
  }

  /** Reaches an account; nothing is sent yet. */
  connect({ account, source }: LocatedAccount, { redactor, record, ready }: ConnectOptions): Account {
    const { name, endpoint, keys } = account;
    const url = new URL(endpoint);
    const { timeoutMs, clockOffset, scenarios } = this.#target;
    const { headers } = source;
    const wire = this.#wire(url.origin);
    // There a 503 is what the checks are about.
    const about503 = source === scenarios.maintenance;
    const patience = about503 ? null : this.#patience;
    const access = {
      name,
      endpoint: url,
      keys,
      headers,
      wire,
      timeoutMs,
      redactor,
      ready,
      patience,
      losses: this.#losses,
      about503,
      clockOffset,
    };
    return new Account(access, record);
  }

  #wire(origin: string): Wire {
    let wire = this.#wires.get(origin);
    if (!wire) {
      const { timeoutMs, concurrency, network } = this.#target;
      // Some checks send several requests at once, so there are more connections than checks.
      wire = new Wire(origin, concurrency * 4, { timeoutMs, maxBytes: MAX_BODY_BYTES }, network);
      this.#wires.set(origin, wire);
    }
    return wire;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#wires.values()].map((wire) => wire.close()));
  }
}
