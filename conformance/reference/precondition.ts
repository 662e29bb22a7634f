/** Checks that the target of a request exists, and compares its version with the conditions. */
import type { Operation } from "../contract/document.ts";
import { Refusal } from "./problem.ts";
import type { Outcome } from "./request-outcome.ts";
import type { Conditions } from "./validate.ts";

/** True if the method creates a missing target. */
function creates({ method }: Operation): boolean {
  return method === "PUT" || method === "POST";
}

/**
 * Refuses a request for a missing target, unless the operation creates it.
 * @param version version of the target; undefined if it does not exist
 * @throws Refusal 404
 */
export function requireTarget(operation: Operation, version: number | undefined): void {
  if (version === undefined && !creates(operation)) throw new Refusal(404);
}

/**
 * Compares the target's version with the conditions of the request. An operation knows the condition whose status, 304
 * or 412, the document declares for it. Conditions on the deletion of a missing target have no effect.
 * @param version version of the target; undefined if it does not exist
 * @returns 304 as the outcome, or null if the request has to be performed
 * @throws Refusal 412
 */
export function precondition(
  operation: Operation,
  conditions: Conditions,
  version: number | undefined,
): Outcome | null {
  if (version === undefined && !creates(operation)) return null;

  const modified = conditions["X-If-Modified-Since-Version"];
  if (operation.responses.has(304) && modified !== undefined && (version ?? 0) <= modified)
    return { status: 304 };

  const unmodified = conditions["X-If-Unmodified-Since-Version"];
  if (operation.responses.has(412) && unmodified !== undefined) {
    // The client has seen the missing target before, so it was deleted since (conditional.unmodified.gone).
    const holds = version === undefined ? unmodified === 0 : version <= unmodified;
    if (!holds) throw new Refusal(412, { version: version ?? 0 });
  }
  return null;
}
