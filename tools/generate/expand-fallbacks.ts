import { type Bundle, SpecError } from "./bundle.ts";

/** Writes the fallback responses and the general headers of the document into each operation and response. */

interface Reference {
  $ref?: string;
}

interface Response extends Reference {
  headers?: Record<string, unknown>;
  content?: Record<
    string,
    { example?: { status?: number }; examples?: Record<string, { value: { status?: number } }> }
  >;
  "x-anywhere"?: string[];
}

interface Operation {
  responses: Record<string, Response>;
  "x-fallbacks"?: string[];
}

interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { responses?: Record<string, Response> };
  "x-fallbacks"?: Record<string, Response>;
  "x-anywhere"?: Record<string, unknown>;
}

const METHODS = ["get", "head", "put", "post", "patch", "delete"];
const PROBLEM = "application/problem+json";

/**
 * Expands the document for tools that do not know its extensions. Each operation gets the responses of `x-fallbacks`,
 * and each response the headers of `x-anywhere`. An operation lists the added statuses in its own `x-fallbacks`, and a
 * response the added headers in its own `x-anywhere`, so that other tools can remove them again.
 * @throws {SpecError} if a fallback has no example with its status
 */
export function expandFallbacks(bundle: Bundle): Bundle {
  const document: Document = structuredClone(bundle);
  const fallbacks = Object.entries(document["x-fallbacks"] ?? {}).map(
    ([name, response]) => [statusOf(name, response, document), response] as const,
  );
  const operations = operationsOf(document);
  for (const operation of operations) addResponses(operation, fallbacks);
  const anywhere = Object.entries(document["x-anywhere"] ?? {});
  const own = operations.flatMap(({ responses }) => Object.values(responses));
  for (const response of new Set([...Object.values(document.components?.responses ?? {}), ...own])) {
    if (response.$ref === undefined) addHeaders(response, anywhere);
  }
  return document as Bundle;
}

function operationsOf({ paths = {} }: Document): Operation[] {
  return Object.values(paths).flatMap((item) => METHODS.flatMap((method) => item[method] ?? []));
}

/** Adds the fallback responses whose statuses the operation does not declare. */
function addResponses(
  operation: Operation,
  fallbacks: (readonly [status: string, response: Response])[],
): void {
  const added = fallbacks.filter(([status]) => !(status in operation.responses));
  if (added.length === 0) return;
  for (const [status, response] of added) operation.responses[status] = response;
  operation["x-fallbacks"] = added.map(([status]) => status).sort();
}

function addHeaders(response: Response, anywhere: [name: string, header: unknown][]): void {
  const added = anywhere.filter(([name]) => !(name in (response.headers ?? {})));
  if (added.length === 0) return;
  response.headers = { ...response.headers, ...Object.fromEntries(added) };
  response["x-anywhere"] = added.map(([name]) => name);
}

function statusOf(name: string, reference: Response, { components }: Document): string {
  const { content } = components?.responses?.[reference.$ref?.split("/").at(-1) ?? ""] ?? reference;
  const { example, examples = {} } = content?.[PROBLEM] ?? {};
  const status = (example ?? Object.values(examples)[0]?.value)?.status;
  if (status === undefined)
    throw new SpecError(`The response ${name} of x-fallbacks has no example of ${PROBLEM} with its status.`);
  return String(status);
}
