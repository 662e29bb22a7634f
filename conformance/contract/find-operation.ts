import { listedValues, OPERATIONS, type Operation } from "./document.ts";

/** Finds the operation of the document to which a request belongs, by its method and raw path. */

const UNRESERVED = /%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])/g;

/** Decodes percent-encoded unreserved characters (RFC 3986, section 2.3), which are equal to the plain ones. */
export function decodeUnreserved(text: string): string {
  return text.replace(UNRESERVED, (encoded) => decodeURIComponent(encoded));
}

/** A control character, or a percent sign that begins no encoded octet. */
const REFUSABLE = /%(?:[01][0-9A-F]|7F|(?![0-9A-F]{2}))/i;

/** Whether the HTTP layer may refuse a path with any status (path.refused). */
export function isRefusable(path: string): boolean {
  return REFUSABLE.test(path);
}

/** The allowed values of each segment of a path; null allows any text. */
type Template = (readonly unknown[] | null)[];

/** The paths of the document. Those with the fewest open segments come first: OpenAPI prefers concrete paths. */
const PATHS: readonly { template: Template; operations: Operation[] }[] = [
  ...new Set(OPERATIONS.map(({ path }) => path)),
]
  .map((path) => OPERATIONS.filter((operation) => operation.path === path))
  .map((operations) => ({ template: templateOf(operations[0] as Operation), operations }))
  .sort((a, b) => countOpen(a.template) - countOpen(b.template));

function templateOf(operation: Operation): Template {
  return operation.path
    .split("/")
    .map((part) => (part.startsWith("{") ? valuesOf(operation, part.slice(1, -1)) : [part]));
}

/** The values of a path parameter that lists them, as the partition does; null for any other parameter. */
function valuesOf({ parameters }: Operation, name: string): readonly unknown[] | null {
  const parameter = parameters.find((candidate) => candidate.in === "path" && candidate.name === name);
  return parameter ? listedValues(parameter.schema) : null;
}

function countOpen(template: Template): number {
  return template.filter((values) => values === null).length;
}

/**
 * The operations of the path template that a path matches: with equal segments, and with any text or a listed value in
 * the place of a parameter.
 */
export function operationsAt(path: string): readonly Operation[] {
  const segments = segmentsOf(path);
  const match = PATHS.find(
    ({ template }) =>
      template.length === segments.length &&
      template.every((values, index) => (values ? values.includes(segments[index]) : segments[index] !== "")),
  );
  return match?.operations ?? [];
}

/**
 * The segments of a raw path, decoded; the endpoint URL is `/` with and without its last slash
 * (account.delete.slash).
 */
export function segmentsOf(path: string): string[] {
  return decodeUnreserved(path || "/").split("/");
}

/**
 * Finds the operation of a request.
 * @param path raw path below the endpoint URL, without query
 * @returns null if the document defines none for this method and path
 */
export function findOperation(method: string, path: string): Operation | null {
  return operationsAt(path).find((operation) => operation.method === method) ?? null;
}
