import type { Config } from "../../generated/config.ts";
import { fillInAccount, type Keyring, keyring } from "../exchange/credentials.ts";
import { type AccountSource, type GivenAccount, makesAccounts } from "../runner/target.ts";
import { type At, inside, located, Mistake } from "./location.ts";
import { readKeyring, type Written } from "./read-credentials.ts";
import { validateAccount, validateEndpoint, validateKeys, validateTwins } from "./validate-target.ts";

/** The source of accounts for one endpoint URL, with or without `{account}`. */
export function placeAt(endpoint: string, keys: Keyring): AccountSource {
  validateEndpoint(endpoint);
  const only: GivenAccount = { name: "default", endpoint, keys };
  return { endpoint, keys, accounts: makesAccounts({ endpoint }) ? [] : [only], headers: [] };
}

/**
 * The source of accounts for a list in the configuration.
 * @param outside credentials for accounts without their own; null for none
 */
export function listed(
  accounts: NonNullable<Config["accounts"]>,
  outside: Keyring | null,
  at: At,
): AccountSource {
  const given = accounts.map((account, index): GivenAccount => {
    const { name, endpoint } = account;
    const path = inside(at, "accounts", index);
    located(path, () => validateAccount(account));
    const keys = fillInAccount(keysOf(account, outside, path), name);
    located(path, () => validateKeys(keys));
    return { name, endpoint, keys };
  });
  given.forEach((account, index) => {
    located(
      () => at("accounts", index),
      () => validateTwins(given.slice(0, index), account),
    );
  });
  return { endpoint: "", keys: outside ?? keyring({ scheme: "none" }), accounts: given, headers: [] };
}

function keysOf(written: Written, outside: Keyring | null, at: At): Keyring {
  // Credentials of the environment fit one account, or all of them if they are a template with `{account}`.
  const own = readKeyring({ written, env: null, at });
  if (!own && !outside) {
    throw new Mistake(at(), 'no credentials. Write "token" or "credentials" there or outside the list.');
  }
  const hasMain = written.token !== undefined || written.credentials !== undefined;
  const main = own && (hasMain || !outside) ? own : (outside as Keyring);
  return keyring(main.main, {
    token: own?.token ?? template(outside?.token),
    hawk: own?.hawk ?? (outside?.hawk && template(outside.hawk.key) ? outside.hawk : null),
  });
}

/** A text with `{account}`; null otherwise, because nobody knows which account it belongs to. */
function template(text: string | null | undefined): string | null {
  return text?.includes("{account}") ? text : null;
}
