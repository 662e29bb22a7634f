import { type GivenAccount, makesAccounts, type Place } from "../engine/target.ts";
import { fillIn, type Keyring, keyring } from "../exchange/credentials.ts";
import type { Written, WrittenPlace } from "./config.ts";
import { type At, readKeyring } from "./credentials.ts";
import { UsageError } from "./exit.ts";
import { validateAccounts, validateEndpoint, validateKeys } from "./validate.ts";

/** Accounts of a list take no credentials from the environment, which are those of one account or a template. */
const NOTHING: NodeJS.ProcessEnv = {};

/** The accounts that are reached at one endpoint URL, with `{account}` in it or not. */
export function placeAt(endpoint: string, keys: Keyring): Place {
  validateEndpoint(endpoint);
  validateKeys(keys);
  const only: GivenAccount = { name: "default", endpoint, keys };
  return { endpoint, keys, accounts: makesAccounts({ endpoint }) ? [] : [only], headers: [] };
}

/**
 * The accounts of a list.
 * @param outside credentials for those that have none of their own; null where there are none
 */
export function listed(
  accounts: NonNullable<WrittenPlace["accounts"]>,
  outside: Keyring | null,
  at: At,
): Place {
  const given = accounts.map((account, index): GivenAccount => {
    const { name, endpoint } = account;
    const here: At = (key) => at(`accounts.${index}${key && `.${key}`}`);
    return { name, endpoint, keys: fillIn(keysOf(account, outside, here), name) };
  });
  validateAccounts(given);
  return { endpoint: "", keys: outside ?? keyring({ scheme: "none" }), accounts: given, headers: [] };
}

function keysOf(written: Written, outside: Keyring | null, at: At): Keyring {
  const own = readKeyring({ written, env: NOTHING, at });
  if (!own && !outside) {
    throw new UsageError(
      `${at("")}: no credentials. Write "token" or "credentials" there or outside of the list.`,
    );
  }
  const hasMain = written.token !== undefined || written.credentials !== undefined;
  const main = own && (hasMain || !outside) ? own : (outside as Keyring);
  return keyring(main.main, {
    token: own?.token ?? template(outside?.token),
    hawk: own?.hawk ?? (outside?.hawk && template(outside.hawk.key) ? outside.hawk : null),
  });
}

/** What has no `{account}` in it belongs to one account, and nobody knows to which. */
function template(text: string | null | undefined): string | null {
  return text?.includes("{account}") ? text : null;
}
