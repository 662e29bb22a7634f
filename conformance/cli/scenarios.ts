import type { Place, Scenario, ScenarioTarget } from "../engine/target.ts";
import { fillIn, type Keyring } from "../exchange/credentials.ts";
import type { HeaderList } from "../report/model.ts";
import type { Config, WrittenScenario } from "./config.ts";
import { type At, readKeyring } from "./credentials.ts";
import { UsageError } from "./exit.ts";
import { listed, placeAt } from "./place.ts";

const DEFAULT_COMMAND_SECONDS = 30;
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/** The target, as far as scenarios take over what they leave out. */
export interface Main {
  place: Place;
  /** Credentials outside of any list of accounts; null where there are none. */
  keys: Keyring | null;
}

/**
 * Reads the targets of scenarios.
 * @throws UsageError
 */
export function readScenarios(
  scenarios: NonNullable<Config["scenarios"]>,
  main: Main,
  at: At,
): Partial<Record<Scenario, ScenarioTarget>> {
  const all = Object.entries(scenarios) as [Scenario, WrittenScenario][];
  return Object.fromEntries(
    all.map(([name, written]) => [
      name,
      readScenario(written, main, (key) => at(`scenarios.${name}${key && `.${key}`}`)),
    ]),
  );
}

function readScenario(written: WrittenScenario, main: Main, at: At): ScenarioTarget {
  const { before = null, after = null, timeoutSeconds = DEFAULT_COMMAND_SECONDS } = written;
  const headers = readHeaders(written.headers ?? {}, at);
  const commandTimeoutMs = Math.round(timeoutSeconds * 1000);
  return { ...readPlace(written, main, at), headers, before, after, commandTimeoutMs };
}

function readPlace(written: WrittenScenario, main: Main, at: At): Place {
  const own = readKeyring({ written, env: {}, at });
  const { endpoint, accounts } = written;
  if (endpoint !== undefined && accounts) {
    throw new UsageError(`${at("")}: has both "endpoint" and "accounts". Leave one of them out.`);
  }
  if (accounts) return located(at, () => listed(accounts, own ?? main.keys, at));
  if (endpoint !== undefined) {
    const keys = own ?? main.keys;
    if (keys) return located(at, () => placeAt(endpoint, keys));
    throw new UsageError(`${at("")}: no credentials for ${endpoint}. Write "token" or "credentials" there.`);
  }
  if (!own) return main.place;
  const { place } = main;
  // Of the one account that is nobody's in particular nothing is filled in.
  const filled = (name: string) => (place.endpoint === "" ? fillIn(own, name) : own);
  return { ...place, keys: own, accounts: place.accounts.map((all) => ({ ...all, keys: filled(all.name) })) };
}

/** Says in which scenario a mistake is. */
function located<T>(at: At, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What already begins with the place names the account too.
    if (!(error instanceof UsageError) || error.message.startsWith(at(""))) throw error;
    throw new UsageError(`${at("")}: ${error.message}`);
  }
}

function readHeaders(headers: Record<string, string>, at: At): HeaderList {
  for (const [name, value] of Object.entries(headers)) {
    const here = at(`headers.${name}`);
    if (!TOKEN.test(name)) throw new UsageError(`${here}: this is no name of a header field.`);
    if (name.toLowerCase() === "authorization") {
      throw new UsageError(`${here}: would be shown in reports. Use "token" or "credentials" instead.`);
    }
    if (/[^\t\x20-\x7e]/.test(value)) {
      throw new UsageError(`${here}: holds characters that no header field may have.`);
    }
  }
  return Object.entries(headers);
}
