import { type Credentials, keyring, type Scheme } from "../exchange/credentials.ts";
import { publicToken } from "../reference/authenticate.ts";
import type { Running } from "../reference/server.ts";
import { isWithoutSqlite } from "../reference/sqlite/driver.ts";
import { Unusable } from "../results/errors.ts";
import type { Scenario } from "../runner/protocol.ts";
import type { AccountSource, ScenarioTarget, Target } from "../runner/target.ts";

/** How the embedded reference server can be reached. */
export type EmbeddedScheme = Extract<Scheme, "bearer" | "hawk">;

/** What a target is where a reference server with its public tokens is checked: it offers all scenarios. */
export function embedded(
  { endpoint, hawk, scenarios }: Running,
  scheme: EmbeddedScheme = "bearer",
): AccountSource & Pick<Target, "scenarios"> {
  const token = publicToken("{account}");
  const { id, key } = hawk;
  const main: Credentials = scheme === "hawk" ? { scheme, id, key } : { scheme, token };
  const place = { keys: keyring(main, { token, hawk: { id, key } }), accounts: [] };
  const commands = { before: null, after: null, commandTimeoutMs: 0 };
  const all = Object.entries(scenarios) as [Scenario, Running["scenarios"][Scenario]][];
  return {
    endpoint,
    ...place,
    headers: [],
    scenarios: Object.fromEntries(
      all.map(([scenario, at]): [Scenario, ScenarioTarget] => [scenario, { ...place, ...at, ...commands }]),
    ),
  };
}

/**
 * Starts the embedded reference server, here or on a thread of its own.
 * @throws Unusable where this machine has no SQLite for it
 */
export async function startEmbedded(start: () => Promise<Running>): Promise<Running> {
  try {
    return await start();
  } catch (error) {
    if (isWithoutSqlite(error)) throw new Unusable(error.message);
    throw error;
  }
}
