import type { RuleId } from "../../generated/rules.ts";
import type { Finding, HeaderList } from "../report/model.ts";
import { FALLBACKS, type Operation, type ResponseHeader, type ResponseShape } from "./document.ts";
import { findOperation, operationsAt } from "./match.ts";
import { validate, validateText } from "./schema.ts";

/** What the contract layer needs to know of an exchange. */
export interface Observed {
  method: string;
  /** Raw path below the endpoint URL, without query. */
  path: string;
  status: number;
  headers: HeaderList;
  /** After removal of the content coding; null where the message had none. */
  body: Uint8Array | null;
}

/** Statuses that may come from the HTTP layer, as they are (rule status.declared). */
const HTTP_LAYER = new Set([408, 414, 417, 431, 500, 501, 505]);
/** Statuses of the parts of Sync 2.0 that the document does not hold yet (rule status.declared). */
const TO_COME = new Set([403, 409, 410, 413, 429, 503]);

/** List-based fields (RFC 9110, section 5.6.1) may stand on several lines; all others stand once. */
const LISTS = new Set(["allow", "accept", "accept-encoding", "cache-control", "www-authenticate"]);

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
 * Compares one response with what the document says of its operation: status declared, required headers there
 * exactly once and well formed, content type defined, body valid, nothing there that must be absent, never 400.
 * @returns a finding for each departure, with the rule that it breaks; none means that the contract is met
 */
export function findProblems(observed: Observed): Finding[] {
  const { method, path, status } = observed;
  if (status === 400) {
    return [{ rule: "error.never-400", expected: "422 or the exact 4xx, never 400", got: "400" }];
  }
  if (HTTP_LAYER.has(status) || TO_COME.has(status)) return [];
  const operation = findOperation(method, path);
  const shape = shapeOf(operation, observed);
  if (shape === undefined) {
    const declared = operation ? [...operation.responses.keys()].join(", ") : "401, 404 or 405";
    const where = operation
      ? `${method} ${operation.path}`
      : `${method} ${path}, which the document does not define,`;
    return [
      { rule: "status.declared", expected: `${where} to answer one of ${declared}`, got: String(status) },
    ];
  }
  return [...headerProblems(shape, observed.headers), ...bodyProblems(shape, operation, observed)];
}

function shapeOf(operation: Operation | null, { path, status, method }: Observed): ResponseShape | undefined {
  if (operation) return operation.responses.get(status);
  const { unauthorized, path: missing, method: refused } = FALLBACKS;
  if (status === unauthorized.status) return unauthorized.shape;
  if (status === missing.status) return missing.shape;
  const reached = operationsAt(path).length > 0 || !KNOWN_METHODS.has(method);
  return status === refused.status && reached ? refused.shape : undefined;
}

function values(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

function headerProblems(shape: ResponseShape, headers: HeaderList): Finding[] {
  const wrong = shape.headers.flatMap((header) => headerProblem(header, values(headers, header.name)));
  const { absent } = shape;
  if (!absent) return wrong;
  const leaked = absent.headers.filter((name) => values(headers, name).length > 0);
  return [
    ...wrong,
    ...leaked.map((name) => ({
      rule: absent.rule,
      expected: `no ${name}`,
      got: `${name}: ${values(headers, name)}`,
    })),
  ];
}

function headerProblem({ name, required, schema, rules }: ResponseHeader, found: string[]): Finding[] {
  const rule = rules[0] as RuleId;
  if (found.length === 0) {
    return required ? [{ rule, expected: `${name} to be present`, got: `no ${name}` }] : [];
  }
  if (found.length > 1 && !LISTS.has(name.toLowerCase())) {
    return [
      { rule, expected: `${name} exactly once`, got: `${name} ${found.length} times: ${found.join(" | ")}` },
    ];
  }
  const text = found.join(", ");
  return validateText(schema, text).map(({ message }) => ({
    rule,
    expected: `${name} well formed: ${message}`,
    got: `${name}: ${text}`,
  }));
}

function bodyProblems(shape: ResponseShape, operation: Operation | null, observed: Observed): Finding[] {
  const { method, status, body } = observed;
  const rule = shape.rules[0] as RuleId;
  if (method === "HEAD" || status === 204 || status === 304) {
    if (!body?.length) return [];
    const owner = method === "HEAD" ? (operation?.rules[0] ?? rule) : rule;
    return [{ rule: owner, expected: `no body with ${method} ${status}`, got: `${body.length} octets` }];
  }
  // A document that defines no content for a status leaves its body open.
  if (shape.content.size === 0) return [];
  const type = mediaType(observed.headers);
  const content = shape.content.get(type);
  if (!content) {
    const expected = `Content-Type: ${[...shape.content.keys()].join(" or ")}`;
    return [
      { rule: status >= 400 ? "error.problem.type" : rule, expected, got: `Content-Type: ${type || "none"}` },
    ];
  }
  return type === "application/newlines"
    ? linesProblems(shape, content.rules[0] ?? rule, body ?? new Uint8Array())
    : jsonProblems(content.schema, status, rule, body ?? new Uint8Array());
}

/** The media type of a message without parameters, in lower case; empty where it names none. */
export function mediaType(headers: HeaderList): string {
  return (values(headers, "content-type")[0] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function jsonProblems(
  schema: Parameters<typeof validate>[0],
  status: number,
  rule: RuleId,
  body: Uint8Array,
): Finding[] {
  const value = parseJson(body);
  if (value === undefined) {
    const owner = status >= 400 ? "error.problem.type" : rule;
    return [{ rule: owner, expected: "a body of valid UTF-8 and JSON", got: preview(body) }];
  }
  const [error] = validate(schema, value);
  if (!error) return [];
  const owner =
    status >= 400 ? problemRule(status, error.at) : listsRecords(value) ? "list.full.records" : rule;
  return [{ rule: owner, expected: `body${error.at}: ${error.message}`, got: preview(body) }];
}

/** Members of RFC 9457 that have one rule together. */
const MEMBERS = new Set(["/type", "/title", "/detail", "/instance"]);

function problemRule(status: number, at: string): RuleId {
  if (at === "/status") return "error.problem.status";
  if (MEMBERS.has(at)) return "error.problem.members";
  return status === 422 && at !== "/code" ? "error.invalid.code" : "error.problem.code";
}

/** True for a page of a listing that was asked for with `full`. */
function listsRecords(value: unknown): boolean {
  const { items } = Object(value) as { items?: unknown };
  return Array.isArray(items) && typeof items[0] === "object";
}

/** A body of lines is held to the schema of the JSON form of the same response, whose items the lines are. */
function linesProblems(shape: ResponseShape, rule: RuleId, body: Uint8Array): Finding[] {
  const text = decodeUtf8(body);
  const items = text
    ?.split("\n")
    .slice(0, -1)
    .map((line) => parseJson(Buffer.from(line)));
  if (text === undefined || (text !== "" && !text.endsWith("\n")) || items?.includes(undefined)) {
    return [{ rule, expected: "one JSON value a line, each line ended by a line feed", got: preview(body) }];
  }
  const whole = shape.content.get("application/json");
  const [error] = whole ? validate(whole.schema, { items }) : [];
  return error ? [{ rule, expected: `line${error.at}: ${error.message}`, got: preview(body) }] : [];
}

/** Decodes UTF-8 strictly; undefined where the octets are not valid. */
export function decodeUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Parses JSON in UTF-8; undefined where the octets are neither. */
export function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function preview(body: Uint8Array): string {
  const text = Buffer.from(body.subarray(0, 300)).toString("utf8");
  return body.length === 0 ? "an empty body" : body.length > 300 ? `${text}… (${body.length} octets)` : text;
}
