/** Checks the credentials of a request: a bearer token or Hawk. */
import { timingSafeEqual } from "node:crypto";
import { type Hawk, isHawk } from "./hawk.ts";
import { Refusal } from "./problem.ts";
import type { SecretOf, UnauthenticatedRequest } from "./unauthenticated-request.ts";

const BEARER = /^Bearer +(\S+)$/i;

/**
 * The default token: a public value for development that separates accounts and protects nothing. A server
 * that other machines can reach needs another one.
 */
export const publicToken: SecretOf = (account) => `reference-${account}`;

/** The default Hawk key, as public as the default token. The id beside it is the account's name. */
export const publicKey: SecretOf = (account) => `reference-key-${account}`;

/** The credentials that a server accepts. */
export interface Credentials {
  token: SecretOf;
  hawk: Hawk;
  /** True if all of them have expired. */
  expired: boolean;
}

/**
 * Refuses a request without the token (auth.bearer, RFC 6750 section 2.1) or the Hawk credentials of the account
 * that its target names.
 * @returns the account
 */
export async function authenticate(
  applicant: UnauthenticatedRequest,
  { token, hawk, expired }: Credentials,
): Promise<string> {
  const { request, account } = applicant;
  const authorization = request.headers.get("authorization") ?? "";
  // Every failure gets the same answer, which does not show what exists (auth.conceals.body).
  const challenge = 'Bearer realm="sync", Hawk';
  if (account === null) throw unauthorized(challenge);
  if (isHawk(authorization)) {
    const failure = await hawk.verify({ ...applicant, account });
    if (failure) throw unauthorized(failure.challenge ?? challenge);
  } else {
    const given = BEARER.exec(authorization)?.[1];
    if (given === undefined || !equalInConstantTime(given, token(account))) throw unauthorized(challenge);
  }
  if (expired) throw unauthorized(challenge);
  return account;
}

function unauthorized(challenge: string): Refusal {
  return new Refusal(401, { headers: { "WWW-Authenticate": challenge } });
}

/** Compares texts of one length in constant time; the length of a token is not a secret. */
function equalInConstantTime(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
