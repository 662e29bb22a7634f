import type { Keyring } from "../exchange/credentials.ts";
import { UsageError } from "../results/errors.ts";
import { type GivenAccount, urlOf } from "../runner/target.ts";

/** What a report can hide: anything shorter would garble it, and is left standing. */
const SHORTEST_SECRET = 4;
const EXAMPLE = "http://127.0.0.1:8000/2.0/{account}";

/**
 * Refuses what is no endpoint URL. The message repeats nothing that may be a credential.
 * @throws UsageError
 */
export function validateEndpoint(endpoint: string): void {
  const host = /^[^:/]*:\/\/([^/?#]*)/.exec(endpoint)?.[1] ?? "";
  if (host.includes("@")) {
    throw new UsageError(
      "The endpoint holds credentials. They would end up in logs: set SYNC2_TOKEN, or SYNC2_USERNAME and SYNC2_PASSWORD, instead.",
    );
  }
  if (/[?#]/.test(endpoint)) {
    throw new UsageError("The endpoint has a query or fragment, and an endpoint has neither. Leave it out.");
  }
  if (host.includes("{account}")) {
    throw new UsageError(`"${endpoint}" has {account} in the host. Put it into the path, as in ${EXAMPLE}.`);
  }
  if (!URL.canParse(endpoint)) {
    throw new UsageError(`"${endpoint}" is not a URL. An endpoint looks like ${EXAMPLE}.`);
  }
  if (!/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new UsageError(`"${endpoint}" is neither http nor https. An endpoint looks like ${EXAMPLE}.`);
  }
}

/**
 * Refuses a listed account that cannot be what its user means.
 * @throws UsageError
 */
export function validateAccount({ name, endpoint }: Pick<GivenAccount, "name" | "endpoint">): void {
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    throw new UsageError(
      `The account name ${JSON.stringify(name)} stands in reports: use letters, digits, "_", "." and "-" only.`,
    );
  }
  validateEndpoint(endpoint);
  if (endpoint.includes("{account}")) {
    throw new UsageError(
      `Account "${name}": {account} is not filled in here. ` +
        'Write the URL of this one account, or give "endpoint" instead of "accounts".',
    );
  }
}

/**
 * Refuses an account that is listed already: the suite would take its entries for two accounts, and find the records
 * of one in the other.
 * @throws UsageError
 */
export function validateTwins(before: readonly GivenAccount[], account: GivenAccount): void {
  for (const earlier of before) {
    if (earlier.name === account.name) {
      throw new UsageError(`Two accounts are both called "${account.name}". Give each its own name.`);
    }
    if (urlOf(earlier) === urlOf(account)) {
      throw new UsageError(
        `Accounts "${earlier.name}" and "${account.name}" have the same endpoint. ` +
          "An endpoint reaches one account: list each once.",
      );
    }
  }
}

/**
 * Refuses credentials that no header field can carry, or that no report can hide.
 * @throws UsageError
 */
export function validateKeys({ main, token, hawk }: Keyring): void {
  if (token !== null) {
    // Anything else would end up in a header field, and a line feed would end it.
    refuseCharacters("A token", token, /[^\x21-\x7e]/, "no bearer token has (RFC 6750)");
    refuseShort("A token", token);
  }
  if (hawk !== null) {
    refuseCharacters("A Hawk id", hawk.id, /[^\x21\x23-\x5b\x5d-\x7e]/, "would end it in its header field");
    refuseShort("A Hawk key", hawk.key);
  }
  if (main.scheme !== "basic") return;
  refuseCharacters("A user name", main.username, /[:\p{Cc}]/u, "Basic has no place for (RFC 7617)");
  refuseCharacters("A password", main.password, /\p{Cc}/u, "Basic has no place for (RFC 7617)");
  refuseShort("A password", main.password);
}

function refuseCharacters(what: string, text: string, bad: RegExp, why: string): void {
  if (!bad.test(text)) return;
  throw new UsageError(`${what} holds white space or other characters that ${why}. Check where it is set.`);
}

function refuseShort(what: string, text: string): void {
  if (text.length >= SHORTEST_SECRET) return;
  throw new UsageError(
    `${what} is too short to be kept out of reports: use one of at least ${SHORTEST_SECRET} characters.`,
  );
}

/**
 * Refuses what is no web address that may be shown. The message does not repeat it.
 * @throws UsageError
 */
export function validateUrl(what: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${what} has to be a URL that begins with http:// or https://.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`${what} holds credentials, which would end up in logs. Leave them out.`);
  }
}
