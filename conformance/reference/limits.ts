import { Token } from "structured-headers";
import type { Operation } from "../contract/document.ts";
import { itemValue } from "./policy-headers.ts";
import { Refusal } from "./problem.ts";
import type { Limits } from "./service-limits.ts";

/** Seconds for which a client that sent something too large is to send no such thing again. */
export const WAIT_SECONDS = 2;

/**
 * The 413 for what exceeds a limit, now and always.
 * @param received what the request had, where that is known
 */
export function tooLarge(name: keyof Limits, limit: number, received?: number): Refusal {
  return exceeding(name, { limit, received, wait: WAIT_SECONDS });
}

/** The 413 for what only its session has no room for; by itself it is not too large (limit.wait.session). */
export function tooMuchForSession(name: keyof Limits, limit: number, received: number): Refusal {
  return exceeding(name, { limit, received });
}

function exceeding(name: string, parameters: Record<string, number | undefined>): Refusal {
  return new Refusal(413, { headers: { "X-Weave-Limit": itemValue(new Token(name), parameters) } });
}

/** Whether a refusal asks the client to wait before it sends such a thing again. */
export function asksToWait({ outcome }: Refusal): boolean {
  return outcome.headers?.["X-Weave-Limit"]?.includes(";wait=") === true;
}

/**
 * Compares a parsed body with the limits. Nothing in it needs to be valid: a limit comes before an invalid field
 * (order.limit-before-invalid). In a list, one payload that is too large is that record's own failure
 * (`payloadIsTooLarge`).
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

/** Only lists may come a value a line. */
function takesList({ requestTypes }: Operation): boolean {
  return requestTypes.includes("application/newlines");
}

function payloadBytes(record: unknown): number {
  const { payload } = Object(record) as { payload?: unknown };
  return typeof payload === "string" ? Buffer.byteLength(payload) : 0;
}
