/** Reads the targets of scenarios, and the commands that switch a server into them. */
import type { Config } from "../../generated/config.ts";
import { fillInAccount, type Keyring } from "../exchange/credentials.ts";
import type { Scenario } from "../runner/protocol.ts";
import type { AccountSource, Command, ScenarioTarget } from "../runner/target.ts";
import { listed, placeAt } from "./account-list.ts";
import { type At, inside, located, Mistake } from "./location.ts";
import { readKeyring } from "./read-credentials.ts";
import { readHeaders } from "./read-headers.ts";
import { defaultOf } from "./schema-keys.ts";

const DEFAULT_COMMAND_SECONDS = defaultOf<number>("scenarios", "maintenance", "timeoutSeconds");

type Written = NonNullable<Config["scenarios"]>;
type WrittenScenario = NonNullable<Written[Scenario]>;

/** The target, as far as scenarios take over what they leave out. */
export interface Main {
  place: AccountSource;
  /** Credentials outside of any list of accounts; null where there are none. */
  keys: Keyring | null;
}

/**
 * Reads the targets of scenarios.
 * @throws UsageError
 */
export function readScenarios(
  scenarios: Written,
  main: Main,
  at: At,
): Partial<Record<Scenario, ScenarioTarget>> {
  const all = Object.entries(scenarios) as [Scenario, WrittenScenario][];
  return Object.fromEntries(
    all.map(([name, written]) => [name, readScenario(written, main, inside(at, "scenarios", name))]),
  );
}

function readScenario(written: WrittenScenario, main: Main, at: At): ScenarioTarget {
  const { before, after, timeoutSeconds = DEFAULT_COMMAND_SECONDS } = written;
  const headers = readHeaders(written.headers ?? {}, at);
  const commandTimeoutMs = Math.round(timeoutSeconds * 1000);
  return {
    ...readPlace(written, main, at),
    headers,
    before: command(before),
    after: command(after),
    commandTimeoutMs,
  };
}

/** The schema asks for a program at least. */
function command(words: string[] | undefined): Command | null {
  return words === undefined ? null : (words as [string, ...string[]]);
}

function readPlace(written: WrittenScenario, main: Main, at: At): AccountSource {
  const own = readKeyring({ written, env: null, at });
  const { endpoint, accounts } = written;
  if (endpoint !== undefined && accounts) {
    throw new Mistake(at(), 'has both "endpoint" and "accounts". Leave one of them out.');
  }
  if (accounts) return listed(accounts, own ?? main.keys, at);
  if (endpoint !== undefined) {
    const keys = own ?? main.keys;
    if (keys)
      return located(
        () => at("endpoint"),
        () => placeAt(endpoint, keys),
      );
    throw new Mistake(at(), `no credentials for ${endpoint}. Write "token" or "credentials" there.`);
  }
  if (!own) return main.place;
  const { place } = main;
  // Of the one account that is nobody's in particular nothing is filled in.
  const filled = (name: string) => (place.endpoint === "" ? fillInAccount(own, name) : own);
  return { ...place, keys: own, accounts: place.accounts.map((all) => ({ ...all, keys: filled(all.name) })) };
}
