// Makes URLs of operations, parameters, responses and rules in the reference.
import { usesOf } from "./object-uses.ts";
import { document, type Operation, operations } from "./openapi-document.ts";

const PAGE = "reference.html";

/** The overview, with everything that belongs to no single operation. */
export const overviewHref = `${PAGE}#/`;

const byId = new Map(operations.map((operation) => [operation.object.operationId, operation]));

/** The route of Redoc for an operation: `/records/putrecord`. */
export function operationRoute({ tag, object }: Operation): string {
  return `/${tag}/${object.operationId}`.toLowerCase();
}

/** The page of a tag, with its operations: `reference.html#/records`. */
export function tagHref(tag: string): string {
  return `${PAGE}#/${tag.toLowerCase()}`;
}

/**
 * The URL of an operation: `reference.html#/records/putrecord`.
 * @throws {Error} if the document has no such operation
 */
export function operationHref(operationId: string): string {
  return `${PAGE}#${operationRoute(operationOf(operationId))}`;
}

/** The URL of a response of an operation, whose tab it opens. */
export function statusHref(operationId: string, status: string): string {
  return partHref(operationId, `responses&c=${status}`);
}

/** The URL of a header field of a response. */
export function headerHref(operationId: string, status: string, header: string): string {
  return partHref(operationId, `t=response&c=${status}&path=${header.toLowerCase()}`);
}

/** The URL of a parameter of an operation. */
export function parameterHref(operationId: string, place: "path" | "query" | "header", name: string): string {
  const group = place === "header" ? "headers" : place;
  return partHref(operationId, `t=request&in=${group}&path=${name.toLowerCase()}`);
}

/** The URL of the body of a request. */
export function bodyHref(operationId: string): string {
  return partHref(operationId, "request/body");
}

/**
 * The URL of the object at a place of the document; that of its first use for a shared component.
 * @param place JSON pointer as a URI fragment, e.g. the `place` of a rule
 * @param rule id of the rule to show and to mark there
 */
export function placeHref(place: string, rule?: string): string {
  const [first] = usesOf(place);
  const href = first === undefined ? sectionHref(place) : useHref(first);
  return rule === undefined ? href : href.replace("#", `?rule=${rule}#`);
}

/** Routes of the headings in the overview, which Redoc makes of the chapters that a decorator adds. */
export const OVERVIEW_SECTIONS: ReadonlySet<string> = new Set(
  [
    ...[
      "rules-of-every-exchange",
      "authentication",
      "headers-of-any-response",
      "answers-outside-of-the-operations",
    ],
    ...Object.keys(document.components.securitySchemes),
    ...Object.keys(document["x-anywhere"]),
    // Only the 405 has this header field, and no operation declares the 405.
    "Allow",
  ].map((name) => `/section/${name.toLowerCase()}`),
);

/** The URL of the heading in the overview with an object that no operation uses; see the decorator. */
function sectionHref(place: string): string {
  const [, , kind, name = ""] = place.split("/");
  const headed = kind === "headers" || kind === "securitySchemes";
  const outside = kind === "responses" ? "answers-outside-of-the-operations" : "rules-of-every-exchange";
  return `${overviewHref}section/${headed ? name.toLowerCase() : outside}`;
}

/** The URL of a use of an object. */
export function useHref({
  operation,
  status,
  header,
  parameter,
  body,
}: ReturnType<typeof usesOf>[number]): string {
  const id = operation.object.operationId;
  if (parameter !== undefined) return parameterHref(id, parameter.in, parameter.name);
  if (header !== undefined && status !== undefined) return headerHref(id, status, header);
  if (status !== undefined) return statusHref(id, status);
  return body ? bodyHref(id) : operationHref(id);
}

function operationOf(id: string): Operation {
  const operation = byId.get(id);
  if (operation === undefined) throw new Error(`The document has no operation ${id}.`);
  return operation;
}

/** The URL of a part of an operation as Redoc makes it, with its second `#` escaped. */
function partHref(operationId: string, part: string): string {
  const route = operationRoute(operationOf(operationId));
  return `${PAGE}#${route}%23${route.slice(1)}/${part}`;
}
