import { Account } from "../../exchange/account.ts";
import type { LossTracker } from "../../exchange/loss-tracker.ts";
import type { Redactor } from "../../exchange/redactor.ts";
import { RefusalRetries } from "../../exchange/refusal-retries.ts";
import { Wire } from "../../exchange/wire.ts";
import type { Exchange } from "../../results/report-model.ts";
import type { AccountSource, GivenAccount, Target } from "../target.ts";

/** The largest payload that a check sends is 8 MiB (`MOST_BYTES`); escaped, it may come back three times as large. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Called and awaited before the first request; null: nothing to do. */
export type BeforeFirstRequest = (() => Promise<void>) | null;

/** An account with the source that it comes from. */
export interface LocatedAccount {
  account: GivenAccount;
  source: AccountSource;
}

/** How the requests to an account are made and recorded. */
interface ConnectOptions {
  redactor: Redactor;
  record: (exchange: Exchange) => void;
  ready: BeforeFirstRequest;
}

/** The connections to the servers of a target: one pool for each origin, shared by all accounts there. */
export class AccountConnections {
  readonly #target: Target;
  readonly #lossTracker: LossTracker;
  readonly #wires = new Map<string, Wire>();
  readonly #refusalRetries = new RefusalRetries();

  constructor(target: Target, lossTracker: LossTracker) {
    this.#target = target;
    this.#lossTracker = lossTracker;
  }

  /** An account that checks can send requests to; this sends none. */
  connect({ account, source }: LocatedAccount, { redactor, record, ready }: ConnectOptions): Account {
    const { name, endpoint, keys } = account;
    const url = new URL(endpoint);
    const { timeoutMs, clockOffset, scenarios } = this.#target;
    const { headers } = source;
    const wire = this.#wire(url.origin);
    // In maintenance, a 503 is what the checks are about, so nothing retries it.
    const about503 = source === scenarios.maintenance;
    const refusalRetries = about503 ? null : this.#refusalRetries;
    const access = {
      name,
      endpoint: url,
      keys,
      headers,
      wire,
      timeoutMs,
      redactor,
      ready,
      refusalRetries,
      lossTracker: this.#lossTracker,
      about503,
      clockOffset,
    };
    return new Account(access, record);
  }

  #wire(origin: string): Wire {
    let wire = this.#wires.get(origin);
    if (!wire) {
      const { timeoutMs, concurrency, network } = this.#target;
      // Some checks send several requests at once, so a pool has more connections than there are checks.
      wire = new Wire(origin, concurrency * 4, { timeoutMs, maxBytes: MAX_BODY_BYTES }, network);
      this.#wires.set(origin, wire);
    }
    return wire;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#wires.values()].map((wire) => wire.close()));
  }
}
