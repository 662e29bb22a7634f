import { client, crypto } from "hawk";
import type { HawkCredentials } from "./credentials.ts";
import { type Query, rawTarget } from "./request-target.ts";
import { type RawBody, toRaw } from "./typed-bodies.ts";

/** Signs requests with Hawk, also wrongly where a check asks for it. */

const ALGORITHM = "sha256";

/** The parts of a request that a Hawk header signs. */
export interface SignedRequest {
  method: string;
  /** The endpoint URL, whose host name and port are signed. */
  endpoint: URL;
  /** The raw request target, signed octet by octet. */
  target: string;
  body: RawBody | null;
}

/** Values that a check signs in place of the true ones. */
export interface HawkOverrides extends Partial<HawkCredentials> {
  host?: string;
  port?: number;
  /** Whole seconds since the epoch. */
  timestamp?: number;
  nonce?: string;
  /** Application data, which is signed too. */
  ext?: string;
  /** The payload hash; null leaves it out. By default the hash of the body, if there is one. */
  hash?: string | null;
  /** The code to send in place of the computed one. */
  mac?: string;
}

/** The value of `Authorization` for one request. */
export function signHawk(
  credentials: HawkCredentials,
  request: SignedRequest,
  overrides: HawkOverrides = {},
): string {
  const { method, endpoint, target, body } = request;
  const { timestamp, nonce, ext, mac } = overrides;
  const { id = credentials.id, key = credentials.key, host = endpoint.hostname } = overrides;
  const port = overrides.port ?? (Number(endpoint.port) || (endpoint.protocol === "https:" ? 443 : 80));
  const hash = overrides.hash === undefined ? payloadHash(body) : overrides.hash;
  // The URL is given in parts, because the library would normalise the target of a whole URL. Its types lack this form.
  const uri = { hostname: host, port, pathname: target } as unknown as string;
  const { header } = client.header(uri, method, {
    // A check may send an empty id, which the library refuses. The code does not depend on the id, so we replace it below.
    credentials: { id: "-", key, algorithm: ALGORITHM },
    timestamp,
    nonce,
    ...(ext !== undefined && { ext }),
    ...(hash === null ? {} : { hash }),
  });
  const withId = header.replace(/^Hawk id="-"/, () => `Hawk id="${id}"`);
  return mac === undefined ? withId : withId.replace(/mac="[^"]*"/, () => `mac="${mac}"`);
}

/** The payload hash of a body; null for none. */
function payloadHash(body: RawBody | null): string | null {
  if (body === null) return null;
  // The library accepts octets, though its types do not say so.
  return crypto.calculatePayloadHash(body.bytes as never, ALGORITHM, body.type ?? "");
}

/** The part of an account that a signature needs. */
export interface HawkAccount {
  name: string;
  endpoint: URL;
  /** Null if it has no Hawk credentials. */
  hawk: HawkCredentials | null;
}

/**
 * The value of `Authorization` for a request to an account with its Hawk credentials, for `options.authorization`.
 * @param path raw path below the endpoint URL
 * @param options the query and body of the request, and values to sign in place of the true ones
 * @throws Error if the account has no Hawk credentials; the runner runs no rule with `when: hawk` then
 */
export function hawkHeader(
  account: HawkAccount,
  method: string,
  path: string,
  { query, body, ...overrides }: { query?: Query; body?: unknown } & HawkOverrides = {},
): string {
  if (account.hawk === null) throw new Error(`account ${account.name} has no Hawk credentials`);
  const { endpoint } = account;
  const target = rawTarget(endpoint, path, query);
  const raw = body === undefined ? null : toRaw(body);
  return signHawk(account.hawk, { method, endpoint, target, body: raw }, overrides);
}
