import type { Finding } from "../results/report-model.ts";
import { bodyProblems, type Content } from "./bodies.ts";
import { FALLBACKS, type Operation, RATE, type ResponseShape } from "./document.ts";
import { anywhereProblems, fieldProblems } from "./fields.ts";
import { findOperation, isRefusable, operationsAt } from "./match.ts";
import { relationProblems } from "./relations.ts";

/** What the contract layer needs to know of an exchange; its body after removal of the content coding. */
export interface Observed extends Content {
  /** Raw path below the endpoint URL, without query. */
  path: string;
}

/** Statuses that may come from the HTTP layer or a front, as they are (status.declared). */
const HTTP_LAYER: ReadonlySet<number> = new Set([408, 414, 417, 431, 500, 501, 502, 504, 505]);

/**
 * True for an answer that may come from the HTTP layer or a front, of which the document asks nothing.
 * @param path raw path of the request, without query
 */
export function isHttpLayer(path: string, status: number): boolean {
  return HTTP_LAYER.has(status) || (status >= 400 && isRefusable(path));
}

const KNOWN_METHODS = new Set([
  "GET",
  "HEAD",
  "PUT",
  "POST",
  "DELETE",
  "PATCH",
  "OPTIONS",
  "TRACE",
  "CONNECT",
]);

/**
 * Compares one response with what the document says of its operation: status declared, header fields there exactly
 * once, well formed and in keeping with one another, none there that must be absent, content type defined, body valid,
 * never 400.
 * @returns a finding for each departure, with the rule that it breaks; none means that the contract is met
 */
export function findProblems(observed: Observed): Finding[] {
  const { method, path, status, headers } = observed;
  if (isHttpLayer(path, status)) return [];
  if (status === 400) {
    return [{ rule: "error.never-400", expected: "422 or the exact 4xx, never 400", got: "400" }];
  }
  const operation = findOperation(method, path);
  const shape = shapeOf(operation, observed);
  const found = shape
    ? [...fieldProblems(shape, headers), ...bodyProblems(shape, operation, observed)]
    : [undeclared(operation, observed), ...anywhereProblems(headers)];
  return [...found, ...relationProblems(status, headers)];
}

function undeclared(operation: Operation | null, observed: Observed): Finding {
  const { method, path, status } = observed;
  const accepted = [...answersTo(operation, observed).keys()].sort((a, b) => a - b);
  const where = operation
    ? `${method} ${operation.path}`
    : `${method} ${path}, which the document does not define,`;
  return {
    rule: "status.declared",
    expected: `${where} to answer one of ${accepted.join(", ")}, or of the HTTP layer ${[...HTTP_LAYER].join(", ")}`,
    got: String(status),
  };
}

function shapeOf(operation: Operation | null, observed: Observed): ResponseShape | undefined {
  return answersTo(operation, observed).get(observed.status);
}

/** What may answer a request, by status: what is accepted and what a message lists come from here. */
function answersTo(
  operation: Operation | null,
  { path, method }: Pick<Observed, "path" | "method">,
): Map<number, ResponseShape> {
  const rate = [RATE.status, RATE.shape] as const;
  if (operation) return new Map([rate, ...operation.responses]);
  // Of an unknown path no method is allowed, and none refused for being this one.
  const isMethodAtFault = operationsAt(path).length > 0 || !KNOWN_METHODS.has(method);
  const { method: refused, ...others } = FALLBACKS;
  const all = isMethodAtFault ? [refused, ...Object.values(others)] : Object.values(others);
  return new Map([rate, ...all.map(({ status, shape }) => [status, shape] as const)]);
}
