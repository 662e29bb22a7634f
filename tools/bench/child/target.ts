import { embedded } from "../../../conformance/config/reference-target.ts";
import { fillInAccount } from "../../../conformance/exchange/credentials.ts";
import {
  type AccountSource,
  DEFAULTS,
  type GivenAccount,
  type Target,
} from "../../../conformance/runner/target.ts";
import type { ServerAt } from "../children.ts";

/** Checks at the same time where accounts are made on the fly: the default of the configuration. */
export const CONCURRENCY = 16;

export interface Places {
  /** How many accounts are listed, and then without scenarios; left out: made on the fly, and all scenarios. */
  accounts?: number;
  /** Checks at the same time, at least one for each listed account. */
  concurrency?: number;
}

/**
 * A server as the engine wants it.
 * @param run begins the names of those that are made
 */
export function targetOf(
  server: ServerAt,
  { accounts, concurrency = CONCURRENCY }: Places,
  run: string,
): Target {
  const made = embedded({ ...server, close: async () => {} });
  const place = accounts === undefined ? made : { ...listed(made, accounts), scenarios: {} };
  const atOnce = Math.max(concurrency, accounts ?? 0);
  return { ...DEFAULTS, ...place, timeoutMs: 60_000, concurrency: atOnce, wipe: false, run };
}

function listed(made: AccountSource, count: number): AccountSource {
  const account = (_: unknown, index: number): GivenAccount => {
    const name = `listed-${index}`;
    return { name, endpoint: made.endpoint.replace("{account}", name), keys: fillInAccount(made.keys, name) };
  };
  return { ...made, endpoint: "", accounts: Array.from({ length: count }, account) };
}
