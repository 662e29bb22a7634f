import { errors } from "undici";
import { ProxyFailure } from "./tunnel.ts";

/**
 * What kind of failure it is: `unanswered` where nothing whole came, which may be the fault of the line; `malformed`
 * where something came that is no HTTP response; `limit` where the suite stopped reading.
 */
export type FailureKind = "unanswered" | "malformed" | "limit";

interface Circumstances {
  kind?: FailureKind;
  /** True where the request certainly did not reach the server. */
  unsent?: boolean;
  /** True where the time for an exchange ran out. */
  late?: boolean;
}

/** No usable response came: the message says why, in words for the person who runs the suite. */
export class NoResponse extends Error {
  readonly kind: FailureKind;
  readonly unsent: boolean;
  readonly late: boolean;

  constructor(message: string, { kind = "malformed", unsent = false, late = false }: Circumstances = {}) {
    super(message);
    this.kind = kind;
    this.unsent = unsent;
    this.late = late;
  }
}

/** Nothing complete came in time. */
export function tooLate(timeoutMs: number): NoResponse {
  return new NoResponse(`no complete response within ${timeoutMs / 1000} s`, {
    kind: "unanswered",
    late: true,
  });
}

/** The response is larger than the suite reads, which says nothing against the server. */
export function beyond(what: string): NoResponse {
  return new NoResponse(`${what}, which is a limit of this suite`, { kind: "limit" });
}

const BY_CODE: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was reset before the response was complete",
  EPIPE: "the connection was closed before the request was sent",
};

/** Codes of a connection that never came about. */
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * Says in words why an exchange failed.
 * @param timeoutMs that of the exchange
 */
export function explain(error: unknown, timeoutMs: number): NoResponse {
  const { name, message, code = "", reason } = error as Error & { code?: string; reason?: string };
  if (name === "TimeoutError" || LATE.some((kind) => error instanceof kind)) return tooLate(timeoutMs);
  if (error instanceof errors.HeadersOverflowError) return beyond("the header section is too large");
  if (error instanceof errors.SocketError) return socketFailure(message);
  if (error instanceof ProxyFailure) return new NoResponse(message, { kind: "unanswered", unsent: true });
  const lost = (text: string) => new NoResponse(text, { kind: "unanswered", unsent: UNSENT.has(code) });
  // The names that Node has for what OpenSSL says of a certificate.
  if (/CERT|SELF_SIGNED/.test(code)) return lost(`its TLS certificate is not accepted: ${message}`);
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) {
    return lost(`the TLS handshake failed: ${reason ?? code}`);
  }
  if (BY_CODE[code]) return lost(BY_CODE[code]);
  if (error instanceof errors.HTTPParserError) return new NoResponse(message);
  return lost(message || code || name);
}

const LATE = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

function socketFailure(message: string): NoResponse {
  if (message === "other side closed" || message === "closed") {
    return new NoResponse("the connection was closed before the response was complete", {
      kind: "unanswered",
    });
  }
  // So undici says of an interim response that takes the place of a final one, too.
  if (message === "bad response") return new NoResponse("the answer is not a final response to a request");
  return new NoResponse(message, { kind: "unanswered" });
}
