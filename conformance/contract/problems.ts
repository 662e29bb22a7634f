import type { Finding } from "../report/model.ts";
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

function undeclared(operation: Operation | null, { method, path, status }: Observed): Finding {
  const declared = operation
    ? [...operation.responses.keys()]
    : Object.values(FALLBACKS).map((it) => it.status);
  const where = operation
    ? `${method} ${operation.path}`
    : `${method} ${path}, which the document does not define,`;
  return {
    rule: "status.declared",
    expected: `${where} to answer one of ${declared.sort((a, b) => a - b).join(", ")}`,
    got: String(status),
  };
}

function shapeOf(operation: Operation | null, { path, status, method }: Observed): ResponseShape | undefined {
  if (status === RATE.status) return operation?.responses.get(status) ?? RATE.shape;
  if (operation) return operation.responses.get(status);
  const reached = operationsAt(path).length > 0 || !KNOWN_METHODS.has(method);
  if (status === FALLBACKS.method.status && !reached) return undefined;
  return Object.values(FALLBACKS).find((fallback) => fallback.status === status)?.shape;
}
