import { client, crypto } from "hawk";
import type { HawkCredentials } from "./credentials.ts";
import { type Query, rawTarget } from "./query.ts";
import { type RawBody, toRaw } from "./typed.ts";

const ALGORITHM = "sha256";

/** What a Hawk header vouches for. */
export interface Signed {
  method: string;
  /** Where the server is: its host name and port count. */
  endpoint: URL;
  /** The raw request target, every octet of which counts. */
  target: string;
  body: RawBody | null;
}

/** What a check may have signed otherwise. */
export interface HawkOverrides extends Partial<HawkCredentials> {
  host?: string;
  port?: number;
  /** Whole seconds since the epoch. */
  timestamp?: number;
  nonce?: string;
  /** Data of the application, for which the code vouches too. */
  ext?: string;
  /** null leaves it out; that of the body otherwise, where there is one. */
  hash?: string | null;
  /** Sent instead of the one that was computed. */
  mac?: string;
}

/** The value of `Authorization` for one request. */
export function signHawk(
  credentials: HawkCredentials,
  request: Signed,
  overrides: HawkOverrides = {},
): string {
  const { method, endpoint, target, body } = request;
  const { timestamp, nonce, ext, mac } = overrides;
  const { id = credentials.id, key = credentials.key, host = endpoint.hostname } = overrides;
  const port = overrides.port ?? (Number(endpoint.port) || (endpoint.protocol === "https:" ? 443 : 80));
  const hash = overrides.hash === undefined ? payloadHash(body) : overrides.hash;
  // In parts, as the library would tidy up the target of a whole URL; its types know of whole ones only.
  const uri = { hostname: host, port, pathname: target } as unknown as string;
  const { header } = client.header(uri, method, {
    // The library refuses an empty id, which a check may want to send; the code does not depend on the id.
    credentials: { id: "-", key, algorithm: ALGORITHM },
    timestamp,
    nonce,
    ...(ext !== undefined && { ext }),
    ...(hash === null ? {} : { hash }),
  });
  const own = header.replace(/^Hawk id="-"/, () => `Hawk id="${id}"`);
  return mac === undefined ? own : own.replace(/mac="[^"]*"/, () => `mac="${mac}"`);
}

/** The payload hash of a body; null for none. */
function payloadHash(body: RawBody | null): string | null {
  if (body === null) return null;
  // The library takes octets too, which its types do not say.
  return crypto.calculatePayloadHash(body.bytes as never, ALGORITHM, body.type ?? "");
}

/** As much of an account as a signature needs. */
export interface HawkAccount {
  name: string;
  endpoint: URL;
  /** null where it has no Hawk credentials. */
  hawk: HawkCredentials | null;
}

/**
 * The value of `Authorization` for a request to an account with its Hawk credentials, for `options.authorization`.
 * @param path raw path below the endpoint URL
 * @param options the query and body of the request, and what is to be signed otherwise
 * @throws Error when the account has no Hawk credentials: a rule for `when: hawk` is not run then
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
