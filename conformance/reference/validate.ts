/** Validates the query, header fields and body of a request against the document. */
import type { Operation, Parameter, Schema } from "../contract/document.ts";
import { fromText, validate, validateText } from "../contract/schema-validation.ts";
import type { Fault } from "./problem.ts";
import type { Sort } from "./store.ts";

/** The query parameters of all operations, with the types of the document. */
export interface Query {
  full?: string;
  ids?: string[];
  collections?: string[];
  keep?: string[];
  newer?: number;
  older?: number;
  sort?: Sort;
  limit?: number;
  offset?: string;
}

/** The header parameters of all operations, with the types of the document. */
export interface Conditions {
  "X-If-Modified-Since-Version"?: number;
  "X-If-Unmodified-Since-Version"?: number;
  "Accept-Language"?: string;
}

export interface Input {
  query: Query;
  conditions: Conditions;
  /** All malformed parts of the request; the rest of the input is valid only if there are none. */
  faults: Fault[];
}

/** Reads and validates the query, the header fields and the body of a request, as its operation defines them. */
export function readInput(
  operation: Operation,
  query: URLSearchParams,
  headers: Headers,
  body: unknown,
): Input {
  const among = (place: Parameter["in"]) =>
    operation.parameters.filter((parameter) => parameter.in === place);
  const faults: Fault[] = [];
  const input = {
    query: readParameters(among("query"), (name) => query.getAll(name), faults) as Query,
    // A repeated field arrives as one value with a comma, which is not a version (conditional.twice).
    conditions: readParameters(
      among("header"),
      (name) => [headers.get(name) ?? []].flat(),
      faults,
    ) as Conditions,
    faults,
  };
  const both = ["X-If-Modified-Since-Version", "X-If-Unmodified-Since-Version"] as const;
  if (both.every((name) => name in input.conditions)) {
    for (const name of both) faults.push(fault("header", name, "invalid", "excludes the other condition"));
  }
  if (operation.method === "POST" && operation.path.startsWith("/sessions")) {
    // A client that sends a condition relies on its protection (conditional.sessions).
    const given = both.filter((name) => headers.has(name));
    faults.push(...given.map((name) => fault("header", name, "unexpected", "is no condition of a session")));
  }
  if (operation.method !== "GET" && operation.method !== "HEAD") {
    // A misspelt filter must never mean "everything" (delete.query.unexpected). A parameter of another protocol must not
    // have half of its meaning there (query.write.unexpected).
    const known = among("query").map((parameter) => parameter.name);
    const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
    faults.push(...unknown.map((name) => fault("query", name, "unexpected", "is not defined here")));
  }
  if (operation.requestSchema && body !== undefined)
    faults.push(...bodyFaults(operation.requestSchema, body));
  return input;
}

function readParameters(
  parameters: Parameter[],
  textsOf: (name: string) => string[],
  faults: Fault[],
): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const { name, in: place, schema } of parameters) {
    const [text, ...more] = textsOf(name);
    if (text === undefined) continue;
    values.push([name, fromText(schema, text)]);
    const [error] = more.length > 0 ? [{ message: "is given more than once" }] : validateText(schema, text);
    if (error) faults.push(fault(place as Fault["location"], name, "invalid", error.message));
  }
  return Object.fromEntries(values);
}

/** An unpaired surrogate, which no valid Unicode text contains. */
const SURROGATE = /\p{Surrogate}/u;

/**
 * Judges a record or a list of records; a member is named once for each reason.
 * @param schema the schema of the body, or of one element of a list
 */
export function bodyFaults(schema: Schema, value: unknown): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { at, keyword, member, message } of validate(schema, value, { all: true })) {
    const reason = REASONS.get(keyword) ?? "invalid";
    const name = member ?? memberOf(at);
    const key = `${reason} ${name}`;
    if (!faults.has(key)) faults.set(key, fault("body", name, reason, `${message}${at && ` at ${at}`}`));
  }
  const { payload } = Object(value) as { payload?: unknown };
  if (typeof payload === "string" && SURROGATE.test(payload)) {
    faults.set("invalid payload", fault("body", "payload", "invalid", "has an unpaired surrogate"));
  }
  return [...faults.values()];
}

const REASONS = new Map<string, Fault["reason"]>([
  ["required", "missing"],
  ["additionalProperties", "unexpected"],
]);

/** The member of a record in a JSON pointer, with or without the index of a list before it. */
function memberOf(pointer: string): string {
  return /^(?:\/\d+)?\/([a-z]+)/.exec(pointer)?.[1] ?? "";
}

export function fault(
  location: Fault["location"],
  name: string,
  reason: Fault["reason"],
  why: string,
): Fault {
  return { location, name, reason, description: `${name || "the body"} ${why}` };
}
