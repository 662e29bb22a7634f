/** Computes how much of the document the exchanges of a run have met. */
import type { Coverage, CoverageRow, Exchange, RuleResult } from "../results/report-model.ts";
import {
  ANYWHERE_HEADERS,
  FALLBACKS,
  OPERATIONS,
  type Operation,
  type ResponseHeader,
  type ResponseShape,
} from "./document.ts";
import { mediaType } from "./message.ts";
import { isHttpLayer } from "./response-findings.ts";

/** Computes which parts of the document some exchanges cover. */

/** Header fields of requests that OpenAPI defines elsewhere than in parameters. */
function implicitHeaders(operation: Operation): string[] {
  const names = ["Authorization"];
  if (operation.responses.has(406)) names.push("Accept");
  if (operation.requestTypes.length > 0) names.push("Content-Type");
  return names;
}

type Row = Exclude<CoverageRow, "rules">;
type Marks = Record<Row, Set<string>>;

const marks = (): Marks => ({
  operations: new Set(),
  statuses: new Set(),
  requestHeaders: new Set(),
  responseHeaders: new Set(),
  parameters: new Set(),
  mediaTypes: new Set(),
});

const name = ({ method, path }: Operation) => `${method} ${path}`;

/** Everything that the document defines: the marks of a complete coverage. */
function expected(): Marks {
  const all = marks();
  for (const operation of OPERATIONS) {
    const at = name(operation);
    all.operations.add(at);
    for (const type of operation.requestTypes) all.mediaTypes.add(`${at} takes ${type}`);
    for (const header of implicitHeaders(operation)) all.requestHeaders.add(`${at} ${header}`);
    for (const parameter of operation.parameters) {
      (parameter.in === "header" ? all.requestHeaders : all.parameters).add(`${at} ${parameter.name}`);
    }
    for (const [status, shape] of operation.responses) {
      // HEAD shows the headers of GET without the content.
      expectResponse(all, `${at} ${status}`, shape, operation.method !== "HEAD");
    }
  }
  for (const { at, status, shape } of Object.values(FALLBACKS))
    expectResponse(all, `${at} ${status}`, shape, true);
  for (const header of ANYWHERE_HEADERS) all.responseHeaders.add(`any response ${header.name}`);
  return all;
}

function expectResponse(all: Marks, at: string, shape: ResponseShape, withContent: boolean): void {
  all.statuses.add(at);
  for (const header of shape.headers) all.responseHeaders.add(`${at} ${header.name}`);
  for (const type of withContent ? shape.content.keys() : []) all.mediaTypes.add(`${at} gives ${type}`);
}

/** Marks what one exchange covers. An exchange with findings covers nothing. */
function mark(seen: Marks, { operation: id, request, response, findings }: Exchange): void {
  if (!response || findings.length > 0) return;
  if (isHttpLayer(request.url.split("?", 1)[0] as string, response.status)) return;
  const { status, headers } = response;
  markHeaders(seen, "any response", ANYWHERE_HEADERS, headers);
  const operation = OPERATIONS.find((candidate) => candidate.id === id);
  if (!operation) {
    const fallback = Object.values(FALLBACKS).find((candidate) => candidate.status === status);
    if (fallback) markResponse(seen, `${fallback.at} ${status}`, fallback.shape, headers);
    return;
  }
  const at = name(operation);
  const shape = operation.responses.get(status);
  if (!shape) return;
  // A refused operation is not covered.
  if (status < 400) {
    seen.operations.add(at);
    markRequest(seen, at, operation, request);
  }
  markResponse(seen, `${at} ${status}`, shape, headers);
}

function markRequest(seen: Marks, at: string, operation: Operation, request: Exchange["request"]): void {
  const sent = new Set(request.headers.map(([header]) => header.toLowerCase()));
  for (const header of implicitHeaders(operation)) {
    if (sent.has(header.toLowerCase())) seen.requestHeaders.add(`${at} ${header}`);
  }
  const query = new URLSearchParams(request.url.split("?", 2)[1] ?? "");
  for (const parameter of operation.parameters) {
    if (parameter.in === "path" || query.has(parameter.name)) seen.parameters.add(`${at} ${parameter.name}`);
    else if (sent.has(parameter.name.toLowerCase())) seen.requestHeaders.add(`${at} ${parameter.name}`);
  }
  if (request.body) seen.mediaTypes.add(`${at} takes ${mediaType(request.headers)}`);
}

function markResponse(
  seen: Marks,
  at: string,
  shape: ResponseShape,
  headers: Exchange["request"]["headers"],
): void {
  seen.statuses.add(at);
  markHeaders(seen, at, shape.headers, headers);
  if (shape.content.size > 0) seen.mediaTypes.add(`${at} gives ${mediaType(headers)}`);
}

function markHeaders(
  seen: Marks,
  at: string,
  defined: readonly ResponseHeader[],
  headers: Exchange["request"]["headers"],
): void {
  const got = new Set(headers.map(([header]) => header.toLowerCase()));
  for (const { name } of defined) {
    if (got.has(name.toLowerCase())) seen.responseHeaders.add(`${at} ${name}`);
  }
}

function compare(all: Iterable<string>, seen: Set<string>): Coverage {
  const entries = [...all];
  const missing = entries.filter((entry) => !seen.has(entry));
  return { covered: entries.length - missing.length, total: entries.length, missing };
}

/** Computes how much of the document some exchanges cover. */
export function coverageOf(exchanges: Iterable<Exchange>): Record<Row, Coverage> {
  const seen = marks();
  for (const exchange of exchanges) mark(seen, exchange);
  const all = expected();
  return {
    operations: compare(all.operations, seen.operations),
    statuses: compare(all.statuses, seen.statuses),
    requestHeaders: compare(all.requestHeaders, seen.requestHeaders),
    responseHeaders: compare(all.responseHeaders, seen.responseHeaders),
    parameters: compare(all.parameters, seen.parameters),
    mediaTypes: compare(all.mediaTypes, seen.mediaTypes),
  };
}

/**
 * Computes how many of the rules a run judged as passed or violated.
 * @param rules every testable rule
 */
export function coverageOfRules(results: readonly RuleResult[], rules: readonly string[]): Coverage {
  const judged = results.filter(({ outcome }) => outcome === "passed" || outcome === "violated");
  return compare(rules, new Set(judged.map(({ rule }) => rule)));
}
