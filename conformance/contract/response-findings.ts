import type { Finding } from "../results/report-model.ts";
import { bodyFindings, type Content } from "./body-findings.ts";
import { FALLBACKS, type Operation, RATE_LIMITED, type ResponseShape } from "./document.ts";
import { anywhereFindings, fieldFindings } from "./field-findings.ts";
import { findOperation, isRefusable, operationsAt } from "./find-operation.ts";
import { relationFindings } from "./relation-findings.ts";

/** Compares a response with the OpenAPI document, and finds the rules that it breaks. */

/** A response and its request, as the contract layer reads them. The body is without its content coding. */
export interface ObservedResponse extends Content {
  /** Raw path below the endpoint URL, without query. */
  path: string;
}

/** Statuses that the HTTP layer or a front may send (status.declared). */
const HTTP_LAYER: ReadonlySet<number> = new Set([408, 414, 417, 431, 500, 501, 502, 504, 505]);

/**
 * Whether a response may come from the HTTP layer or a front, which the document does not regulate.
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
 * Compares one response with the document. Its status is declared and not 400. Its header fields are present once, well
 * formed and consistent, or absent. Its content type is defined, and its body is valid.
 * @returns a finding for each violation, with the rule that it breaks
 */
export function responseFindings(observed: ObservedResponse): Finding[] {
  const { method, path, status, headers } = observed;
  if (isHttpLayer(path, status)) return [];
  if (status === 400) {
    return [{ rule: "error.never-400", expected: "422 or the exact 4xx, never 400", got: "400" }];
  }
  const operation = findOperation(method, path);
  const shape = shapeOf(operation, observed);
  const findings = shape
    ? [...fieldFindings(shape, headers), ...bodyFindings(shape, operation, observed)]
    : [undeclared(operation, observed), ...anywhereFindings(headers)];
  return [...findings, ...relationFindings(status, headers)];
}

function undeclared(operation: Operation | null, observed: ObservedResponse): Finding {
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

function shapeOf(operation: Operation | null, observed: ObservedResponse): ResponseShape | undefined {
  return answersTo(operation, observed).get(observed.status);
}

/** The responses that a request may get, by status. */
function answersTo(
  operation: Operation | null,
  { path, method }: Pick<ObservedResponse, "path" | "method">,
): Map<number, ResponseShape> {
  const rate = [RATE_LIMITED.status, RATE_LIMITED.shape] as const;
  if (operation) return new Map([rate, ...operation.responses]);
  // An unknown path has no allowed methods, so only an unknown method may be refused as such.
  const isMethodAtFault = operationsAt(path).length > 0 || !KNOWN_METHODS.has(method);
  const { method: refused, ...others } = FALLBACKS;
  const all = isMethodAtFault ? [refused, ...Object.values(others)] : Object.values(others);
  return new Map([rate, ...all.map(({ status, shape }) => [status, shape] as const)]);
}
