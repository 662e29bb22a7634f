import { errors } from "undici";
import { ProxyFailure } from "./proxy-tunnel.ts";

/** Explains to the user why no usable response came. */

/**
 * `unanswered`: no complete response came, perhaps because of the network. `malformed`: the octets that came are not an
 * HTTP response. `limit`: the suite stopped reading.
 */
export type FailureKind = "unanswered" | "malformed" | "limit";

interface FailureDetails {
  kind?: FailureKind;
  /** True if the request certainly did not reach the server. */
  unsent?: boolean;
  /** True if the exchange took too long. */
  late?: boolean;
}

/** No usable response came; the message says why, for the user. */
export class NoResponse extends Error {
  readonly kind: FailureKind;
  readonly unsent: boolean;
  readonly late: boolean;

  constructor(message: string, { kind = "malformed", unsent = false, late = false }: FailureDetails = {}) {
    super(message);
    this.kind = kind;
    this.unsent = unsent;
    this.late = late;
  }
}

/** The exchange took too long. */
export function tooLate(timeoutMs: number): NoResponse {
  return new NoResponse(`no complete response within ${timeoutMs / 1000} s`, {
    kind: "unanswered",
    late: true,
  });
}

/** The response is larger than this suite reads, for which the server is not to blame. */
export function overLimit(what: string): NoResponse {
  return new NoResponse(`${what}, which is a limit of this suite`, { kind: "limit" });
}

const BY_CODE: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was reset before the response was complete",
  EPIPE: "the connection was closed before the request was sent",
};

/** Error codes of a connection that was never opened. */
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * Explains why an exchange failed.
 * @param timeoutMs the time limit of the exchange, for the message
 */
export function explainFailure(error: unknown, timeoutMs: number): NoResponse {
  const { name, message, code = "", reason } = error as Error & { code?: string; reason?: string };
  if (name === "TimeoutError" || TIMEOUTS.some((kind) => error instanceof kind)) return tooLate(timeoutMs);
  if (error instanceof errors.HeadersOverflowError) return overLimit("the header section is too large");
  if (error instanceof errors.SocketError) return socketFailure(message);
  if (error instanceof ProxyFailure) return new NoResponse(message, { kind: "unanswered", unsent: true });
  const lost = (text: string) => new NoResponse(text, { kind: "unanswered", unsent: UNSENT.has(code) });
  // Node's error codes for certificates that OpenSSL refuses.
  if (/CERT|SELF_SIGNED/.test(code)) return lost(`its TLS certificate is not accepted: ${message}`);
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) {
    return lost(`the TLS handshake failed: ${reason ?? code}`);
  }
  if (BY_CODE[code]) return lost(BY_CODE[code]);
  if (error instanceof errors.HTTPParserError) return new NoResponse(message);
  return lost(message || code || name);
}

const TIMEOUTS = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

function socketFailure(message: string): NoResponse {
  if (message === "other side closed" || message === "closed") {
    return new NoResponse("the connection was closed before the response was complete", {
      kind: "unanswered",
    });
  }
  // undici reports an interim response in place of a final one with the same message.
  if (message === "bad response") return new NoResponse("the answer is not a final response to a request");
  return new NoResponse(message, { kind: "unanswered" });
}
