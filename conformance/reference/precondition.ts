import type { Operation } from "../contract/document.ts";
import type { Outcome } from "./outcome.ts";
import { Refusal } from "./problem.ts";
import type { Conditions } from "./validate.ts";

/** True of a method that makes its target where it is missing. */
function creates({ method }: Operation): boolean {
  return method === "PUT" || method === "POST";
}

/**
 * @param version of the target; undefined where it does not exist
 * @throws Refusal 404 for a missing target, unless the operation creates it
 */
export function requireTarget(operation: Operation, version: number | undefined): void {
  if (version === undefined && !creates(operation)) throw new Refusal(404);
}

/**
 * Compares the target's version with the conditions of the request. Which conditions an operation knows, the
 * document says: those that can end in 304 or 412. On a deletion of what is missing they count nothing.
 * @param version of the target; undefined where it does not exist
 * @returns 304 as the outcome, or null where the request is to be performed
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
    // A missing target that the client has seen before is gone since then (conditional.unmodified.gone).
    const holds = version === undefined ? unmodified === 0 : version <= unmodified;
    if (!holds) throw new Refusal(412, { version: version ?? 0 });
  }
  return null;
}
