import type { Operation } from "../contract/document.ts";
import type { Outcome } from "./outcome.ts";
import { Refusal } from "./problem.ts";
import type { Conditions } from "./validate.ts";

/**
 * Compares the target's version with the conditions of the request. Which conditions an operation knows, the
 * document says: those that can end in 304 or 412.
 * @param version of the target; undefined where it does not exist
 * @returns 304 as the outcome, or null where the request is to be performed
 * @throws Refusal 404 for a missing target, 412
 */
export function precondition(
  operation: Operation,
  conditions: Conditions,
  version: number | undefined,
): Outcome | null {
  const creates = operation.method === "PUT" || operation.method === "POST";
  if (version === undefined && !creates) throw new Refusal(404);

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
