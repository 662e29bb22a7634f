/** Compares a request with the limits of the service, and makes the 413 for an excess. */
import { Token } from "structured-headers";
import type { Operation } from "../contract/document.ts";
import { itemValue } from "./policy-headers.ts";
import { Refusal } from "./problem.ts";
import type { Limits } from "./service-limits.ts";

/** Seconds that a client has to wait after an oversized request. */
export const WAIT_SECONDS = 2;

/**
 * The 413 for a request that always exceeds a limit.
 * @param received the size of the request, if it is known
 */
export function tooLarge(name: keyof Limits, limit: number, received?: number): Refusal {
  return exceeding(name, { limit, received, wait: WAIT_SECONDS });
}

/** The 413 for a request that only its session has no room for; it begins no wait (limit.wait.session). */
export function tooMuchForSession(name: keyof Limits, limit: number, received: number): Refusal {
  return exceeding(name, { limit, received });
}

function exceeding(name: string, parameters: Record<string, number | undefined>): Refusal {
  return new Refusal(413, { headers: { "X-Weave-Limit": itemValue(new Token(name), parameters) } });
}

/** Whether a refusal asks the client to wait before it sends another oversized request. */
export function asksToWait({ outcome }: Refusal): boolean {
  return outcome.headers?.["X-Weave-Limit"]?.includes(";wait=") === true;
}

/**
 * Compares a parsed body with the limits. The body need not be valid: a limit comes before an invalid field
 * (order.limit-before-invalid). In a list, one payload that is too large fails only its record (`payloadIsTooLarge`).
 * @throws Refusal 413
 */
export function refuseTooLarge(operation: Operation, body: unknown, limits: Limits): void {
  const { max_post_records, max_post_bytes, max_record_payload_bytes } = limits;
  if (!takesList(operation)) {
    const bytes = payloadBytes(body);
    if (bytes > max_record_payload_bytes) {
      throw tooLarge("max_record_payload_bytes", max_record_payload_bytes, bytes);
    }
  } else if (Array.isArray(body)) {
    if (body.length > max_post_records) throw tooLarge("max_post_records", max_post_records, body.length);
    const bytes = body.reduce<number>((sum, element) => sum + payloadBytes(element), 0);
    if (bytes > max_post_bytes) throw tooLarge("max_post_bytes", max_post_bytes, bytes);
  }
}

/** Whether an element of a list fails for the size of its payload (`payload: too-large`). */
export function payloadIsTooLarge(element: unknown, { max_record_payload_bytes }: Limits): boolean {
  return payloadBytes(element) > max_record_payload_bytes;
}

/** Whether an operation takes a list: only a list may be `application/newlines`. */
function takesList({ requestTypes }: Operation): boolean {
  return requestTypes.includes("application/newlines");
}

function payloadBytes(record: unknown): number {
  const { payload } = Object(record) as { payload?: unknown };
  return typeof payload === "string" ? Buffer.byteLength(payload) : 0;
}
