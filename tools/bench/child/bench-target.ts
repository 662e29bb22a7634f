import { embedded } from "../../../conformance/config/reference-target.ts";
import { fillInAccount } from "../../../conformance/exchange/credentials.ts";
import {
  type AccountSource,
  DEFAULTS,
  type GivenAccount,
  type Target,
} from "../../../conformance/runner/target.ts";
import type { ServerAt } from "../child-processes.ts";

/** Makes the target of a run of the suite against a server of the benchmark. */

/** Number of concurrent checks with accounts that are made on the fly: the default of the configuration. */
export const CONCURRENCY = 16;

export interface AccountPlan {
  /** Number of listed accounts, without scenarios. By default, accounts are made on the fly, with all scenarios. */
  accounts?: number;
  /** Number of concurrent checks, at least one for each listed account. */
  concurrency?: number;
}

/**
 * The target for the runner.
 * @param run prefix of the names of new accounts
 */
export function targetOf(
  server: ServerAt,
  { accounts, concurrency = CONCURRENCY }: AccountPlan,
  run: string,
): Target {
  const made = embedded({ ...server, close: async () => {} });
  const accountSource = accounts === undefined ? made : { ...listed(made, accounts), scenarios: {} };
  const atOnce = Math.max(concurrency, accounts ?? 0);
  return { ...DEFAULTS, ...accountSource, timeoutMs: 60_000, concurrency: atOnce, wipe: false, run };
}

function listed(made: AccountSource, count: number): AccountSource {
  const account = (_: unknown, index: number): GivenAccount => {
    const name = `listed-${index}`;
    return { name, endpoint: made.endpoint.replace("{account}", name), keys: fillInAccount(made.keys, name) };
  };
  return { ...made, endpoint: "", accounts: Array.from({ length: count }, account) };
}
