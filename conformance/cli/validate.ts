import { type GivenAccount, makesAccounts, type Target } from "../engine/target.ts";
import { UsageError } from "./exit.ts";

/** What a report can hide: anything shorter would garble it, and is left standing. */
const SHORTEST_TOKEN = 4;
const EXAMPLE = "http://127.0.0.1:8000/2.0/{account}";

/**
 * Refuses a target that cannot be what its user means.
 * @throws UsageError
 */
export function validateTarget(target: Target): void {
  const accounts = makesAccounts(target) ? [] : target.accounts;
  const tokens = makesAccounts(target) ? [target.token] : accounts.map(({ token }) => token);
  for (const account of accounts) validateAccount(account);
  refuseTwins(accounts);
  for (const token of tokens) validateToken(token);
}

/**
 * Refuses what is no endpoint URL. The message repeats nothing that may be a credential.
 * @throws UsageError
 */
export function validateEndpoint(endpoint: string): void {
  const host = /^[^:/]*:\/\/([^/?#]*)/.exec(endpoint)?.[1] ?? "";
  if (host.includes("@")) {
    throw new UsageError(
      "The endpoint holds credentials. They would end up in logs: set SYNC2_TOKEN instead.",
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

function validateAccount({ name, endpoint }: GivenAccount): void {
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

/** The suite would take two entries for two accounts, and find the records of one in the other. */
function refuseTwins(accounts: readonly GivenAccount[]): void {
  const place = ({ endpoint }: GivenAccount) => new URL(endpoint).href.replace(/\/+$/, "");
  accounts.forEach((account, index) => {
    for (const earlier of accounts.slice(0, index)) {
      if (earlier.name === account.name) {
        throw new UsageError(`Two accounts are both called "${account.name}". Give each its own name.`);
      }
      if (place(earlier) === place(account)) {
        throw new UsageError(
          `Accounts "${earlier.name}" and "${account.name}" have the same endpoint. ` +
            "An endpoint reaches one account: list each once.",
        );
      }
    }
  });
}

function validateToken(token: string): void {
  // Anything else would end up in a header field, and a line feed would end it.
  if (/[^\x21-\x7e]/.test(token)) {
    throw new UsageError(
      "A token holds white space or other characters that no bearer token has (RFC 6750). Check where it is set.",
    );
  }
  if (token.length < SHORTEST_TOKEN) {
    throw new UsageError(
      `A token is too short to be kept out of reports: use one of at least ${SHORTEST_TOKEN} characters.`,
    );
  }
}
