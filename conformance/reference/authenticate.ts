import { createHash, timingSafeEqual } from "node:crypto";
import { Refusal } from "./problem.ts";

const CREDENTIALS = /^Bearer +(\S+)$/i;

/** The bearer token of an account, made up from its name. */
export type Token = (account: string) => string;

/**
 * The default token: a public value for development, which keeps accounts apart and protects nothing. A server
 * that others can reach needs another one.
 */
export const publicToken: Token = (account) => `reference-${account}`;

/**
 * Lets a request pass only with the token of the account that its target names (auth.bearer, RFC 6750 section 2.1).
 * @param account null where the target names none, for which nobody has credentials
 * @returns the account
 */
export function authenticate(authorization: string | null, account: string | null, token: Token): string {
  const given = CREDENTIALS.exec(authorization ?? "")?.[1];
  if (account === null || given === undefined || !equal(given, token(account))) {
    // The same for whatever is wrong: what exists is nobody else's business (auth.conceals.body).
    throw new Refusal(401, { headers: { "WWW-Authenticate": 'Bearer realm="sync"' } });
  }
  return account;
}

/** Takes the same time wherever the texts differ; hashing first makes their lengths equal. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
