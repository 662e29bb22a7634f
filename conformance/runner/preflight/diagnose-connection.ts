import { connect as connectPlain, isIP } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import {
  DIRECT,
  hostOf,
  type Network,
  portOf,
  type TlsIdentity,
  tlsOptions,
} from "../../exchange/network.ts";

/** Time limit of each connection. */
const TIMEOUT_MS = 2000;
/** The connection preface of HTTP/2 with an empty SETTINGS frame (RFC 9113, section 3.4). */
const PREFACE = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
/** Length of a frame header, and offset of the type in it; the first frame of a server is SETTINGS. */
const FRAME_HEAD = 9;
const TYPE_AT = 3;
const SETTINGS = 4;

/**
 * Finds out which protocol a server speaks that does not answer HTTP/1.1. Sends no credentials.
 * @returns a sentence with what to do; null if unknown
 */
export async function diagnoseConnection(endpoint: URL, { tls }: Network): Promise<string | null> {
  return endpoint.protocol === "https:" ? diagnoseTls(endpoint, tls) : diagnosePlain(endpoint);
}

async function diagnosePlain(endpoint: URL): Promise<string | null> {
  const tls = await tryHandshake(endpoint, ["http/1.1", "h2"]);
  if (tls.connected) return "The server speaks TLS: write https:// instead of http://.";
  const isHttp2 = (await firstOctets(endpoint, PREFACE))?.[TYPE_AT] === SETTINGS;
  return isHttp2 ? HTTP2_ONLY : null;
}

async function diagnoseTls(endpoint: URL, tls: TlsIdentity): Promise<string | null> {
  const handshake = await tryHandshake(endpoint, ["http/1.1"], tls);
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA/.test(handshake.code ?? ""))
    return clientCertificate(tls);
  if (!handshake.connected) {
    if ((await tryHandshake(endpoint, ["h2"])).protocol === "h2") return HTTP2_ONLY;
    const first = await firstOctets(endpoint, Buffer.from("OPTIONS * HTTP/1.0\r\n\r\n"));
    return first?.toString("latin1").startsWith("HTTP/")
      ? "The server speaks plain HTTP: write http:// instead of https://."
      : null;
  }
  if (handshake.untrusted && UNKNOWN_ISSUER.test(handshake.untrusted)) {
    return UNTRUSTED;
  }
  // Some servers complete the handshake and then refuse the request.
  const http2 = handshake.protocol === null && (await tryHandshake(endpoint, ["h2"])).protocol === "h2";
  return http2 ? HTTP2_ONLY : null;
}

const HTTP2_ONLY =
  "The server speaks only HTTP/2, and this suite speaks HTTP/1.1: let the server accept that as well.";
/** What to do if the issuer of a certificate is unknown. */
export const UNTRUSTED =
  "This machine does not trust the issuer of the certificate: name the file of the issuer with --ca, as tls.ca in the configuration, or in NODE_EXTRA_CA_CERTS.";

/** What to do if a server asks for a client certificate. */
export function clientCertificate({ cert }: TlsIdentity): string {
  return cert === null
    ? "The server asks for a client certificate: name the files of one and of its key as tls.cert and tls.key in the configuration."
    : "The server refuses the client certificate of tls.cert: name one that it accepts.";
}

const UNKNOWN_ISSUER = /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/;

interface Handshake {
  connected: boolean;
  /** The protocol that ALPN chose; null for none. */
  protocol: string | null;
  /** Why the certificate is not trusted; null if it is. */
  untrusted: string | null;
  /** The code of the error that ended the handshake; null for none. */
  code: string | null;
}

function tryHandshake(endpoint: URL, ALPNProtocols: string[], tls = DIRECT.tls): Promise<Handshake> {
  const { host, port } = placeOf(endpoint);
  const options: ConnectionOptions = {
    host,
    port,
    ALPNProtocols,
    rejectUnauthorized: false,
    ...tlsOptions(tls),
  };
  if (!isIP(host)) options.servername = host;
  const handshake: Handshake = { connected: false, protocol: null, untrusted: null, code: null };
  return new Promise((resolve) => {
    const socket = connectTls(options);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(handshake);
    };
    const timer = setTimeout(end, TIMEOUT_MS);
    socket.on("secureConnect", () => {
      handshake.connected = true;
      handshake.protocol = socket.alpnProtocol || null;
      handshake.untrusted = (socket.authorizationError as unknown as string | null) ?? null;
      // In TLS 1.3, a server notices a missing client certificate only after the handshake.
      socket.write("OPTIONS * HTTP/1.0\r\n\r\n");
    });
    socket.on("data", end);
    socket.on("end", end);
    socket.on("close", end);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      handshake.code = error.code ?? error.message;
      end();
    });
  });
}

/** The first octets of the answer to these octets; null if none come. */
function firstOctets(endpoint: URL, octets: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const socket = connectPlain(placeOf(endpoint));
    const end = (found: Buffer | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    const timer = setTimeout(() => end(null), TIMEOUT_MS);
    socket.on("data", (found: Buffer) => end(found.length < FRAME_HEAD ? null : found));
    socket.on("end", () => end(null));
    socket.on("error", () => end(null));
    socket.write(octets);
  });
}

function placeOf(url: URL): { host: string; port: number } {
  return { host: hostOf(url), port: portOf(url) };
}
