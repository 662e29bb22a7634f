import { connect as connectPlain, isIP, type Socket } from "node:net";
import * as tls from "node:tls";
import { buildConnector } from "undici";
import { tunnel } from "./proxy-tunnel.ts";

/** Opens connections to a server, directly or through a proxy, with the certificates of the user. */

/** The proxies to use, from the environment. */
export interface Proxies {
  /** URL of the proxy for each scheme of the server's URL; null for none. */
  http: string | null;
  https: string | null;
  /** Hosts that need no proxy: `host`, `host:port`, `.domain`, or `*` for all. */
  except: readonly string[];
}

/** PEM texts; null if the user named none. */
export interface TlsIdentity {
  /** Certificates of further authorities to trust, beside those of Node. */
  ca: string | null;
  /** Client certificate for a server that asks for one, and its key. */
  cert: string | null;
  key: string | null;
}

/** How to connect to servers. Plain data, because it crosses threads. */
export interface Network {
  proxies: Proxies;
  tls: TlsIdentity;
}

export const DIRECT: Network = {
  proxies: { http: null, https: null, except: [] },
  tls: { ca: null, cert: null, key: null },
};

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:.+\.)?localhost)$/;

/** Whether a URL points to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** The proxy for an origin; null for a direct connection, which this machine always gets. */
export function proxyFor(origin: URL, { proxies }: Network): URL | null {
  const { hostname } = origin;
  const proxy = origin.protocol === "https:" ? proxies.https : proxies.http;
  if (proxy === null || isLoopback(origin)) return null;
  const port = portOf(origin);
  const isExcepted = proxies.except.some((entry) => {
    const [, host = "", exceptedPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (exceptedPort !== undefined && Number(exceptedPort) !== port) return false;
    const domain = host.replace(/^\*?\./, "");
    return host === "*" || hostname === domain || hostname.endsWith(`.${domain}`);
  });
  return isExcepted ? null : new URL(proxy);
}

/** The port of a URL, or the default port of its scheme. */
export function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === "https:" ? 443 : 80);
}

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

const contexts = new WeakMap<TlsIdentity, tls.SecureContext>();

/**
 * The options of a TLS connection.
 * @throws Error if one of the texts is not a certificate or key
 */
export function tlsOptions(identity: TlsIdentity): { secureContext?: tls.SecureContext } {
  const { ca, cert, key } = identity;
  if (ca === null && cert === null) return {};
  const context = contexts.get(identity) ?? tls.createSecureContext(contextOptions(ca, cert, key));
  contexts.set(identity, context);
  return { secureContext: context };
}

function contextOptions(
  ca: string | null,
  cert: string | null,
  key: string | null,
): tls.SecureContextOptions {
  return {
    ...(ca !== null && { ca: [...trustedAuthorities(), ca] }),
    ...(cert !== null && { cert }),
    ...(key !== null && { key }),
  };
}

/** The authorities that Node trusts, with those of NODE_EXTRA_CA_CERTS if this version of Node can list them. */
function trustedAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}

/** Opens connections to one origin for undici. */
export function connector(origin: URL, network: Network, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, ...tlsOptions(network.tls) });
  const proxy = proxyFor(origin, network);
  if (proxy === null) return connect;
  return (options, callback) => {
    tunnel(proxy, `${origin.hostname}:${portOf(origin)}`, timeoutMs).then(
      (socket) => {
        if (origin.protocol === "https:") connect({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error) => callback(error, null),
    );
  };
}

/** Opens a connection to an origin; the socket may still be connecting. */
export async function openSocket(origin: URL, network: Network, timeoutMs: number): Promise<Socket> {
  const proxy = proxyFor(origin, network);
  const address = { host: hostOf(origin), port: portOf(origin) };
  const socket = proxy && (await tunnel(proxy, `${origin.hostname}:${address.port}`, timeoutMs));
  if (origin.protocol !== "https:") return socket ?? connectPlain(address);
  const servername = isIP(address.host) ? {} : { servername: address.host };
  return tls.connect({
    ...(socket ? { socket } : address),
    ...servername,
    ...tlsOptions(network.tls),
  });
}
