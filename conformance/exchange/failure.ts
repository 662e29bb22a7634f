import { errors } from "undici";

/** No usable response came: the message says why, in words for the person who runs the suite. */
export class NoResponse extends Error {}

/** That nothing complete came in time. */
export function late(timeoutMs: number): string {
  return `no complete response within ${timeoutMs / 1000} s`;
}

const BY_CODE: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was reset before the response was complete",
  EPIPE: "the connection was closed before the request was sent",
};

/**
 * Says in words why an exchange failed.
 * @param timeoutMs that of the exchange
 */
export function explain(error: unknown, timeoutMs: number): string {
  const { name, message, code = "", reason } = error as Error & { code?: string; reason?: string };
  if (name === "TimeoutError" || LATE.some((kind) => error instanceof kind)) return late(timeoutMs);
  if (error instanceof errors.HeadersOverflowError) return "the header section is too large";
  if (error instanceof errors.SocketError) return socketFailure(message);
  // The names that Node has for what OpenSSL says of a certificate.
  if (/CERT|SELF_SIGNED/.test(code)) return `its TLS certificate is not accepted: ${message}`;
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) return `the TLS handshake failed: ${reason ?? code}`;
  return BY_CODE[code] ?? (message || code || name);
}

const LATE = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];

function socketFailure(message: string): string {
  if (message === "other side closed" || message === "closed") {
    return "the connection was closed before the response was complete";
  }
  // So undici says of an interim response that takes the place of a final one, too.
  return message === "bad response" ? "what came is no final response to a request" : message;
}
