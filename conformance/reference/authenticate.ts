import { timingSafeEqual } from "node:crypto";
import type { Applicant, Token } from "./applicant.ts";
import { type Hawk, isHawk } from "./hawk.ts";
import { Refusal } from "./problem.ts";

const BEARER = /^Bearer +(\S+)$/i;

/**
 * The default token: a public value for development, which keeps accounts apart and protects nothing. A server
 * that others can reach needs another one.
 */
export const publicToken: Token = (account) => `reference-${account}`;

/** The default Hawk key, as public as the default token. The id beside it is the account's name. */
export const publicKey: Token = (account) => `reference-key-${account}`;

/** What a server lets accounts in by. */
export interface Credentials {
  token: Token;
  hawk: Hawk;
  /** True where they have expired, all of them. */
  expired: boolean;
}

/**
 * Lets a request pass only with the token (auth.bearer, RFC 6750 section 2.1) or the Hawk credentials of the account
 * that its target names.
 * @returns the account
 */
export async function authenticate(
  applicant: Applicant,
  { token, hawk, expired }: Credentials,
): Promise<string> {
  const { request, account } = applicant;
  const authorization = request.headers.get("authorization") ?? "";
  // The same for whatever is wrong: what exists is nobody else's business (auth.conceals.body).
  const challenge = 'Bearer realm="sync", Hawk';
  if (account === null) throw unauthorized(challenge);
  if (isHawk(authorization)) {
    const failure = await hawk.verify({ ...applicant, account });
    if (failure) throw unauthorized(failure.challenge ?? challenge);
  } else {
    const given = BEARER.exec(authorization)?.[1];
    if (given === undefined || !equal(given, token(account))) throw unauthorized(challenge);
  }
  if (expired) throw unauthorized(challenge);
  return account;
}

function unauthorized(challenge: string): Refusal {
  return new Refusal(401, { headers: { "WWW-Authenticate": challenge } });
}

/** Takes the same time wherever texts of one length differ; the length of a token is no secret. */
function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
