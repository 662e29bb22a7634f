/** A Redocly decorator that undoes the expansion of `x-fallbacks` and `x-anywhere` (tools/generate/expand-fallbacks.ts). */

const METHODS = ["get", "head", "put", "post", "patch", "delete"];

/**
 * @typedef {{ headers?: Record<string, unknown>, "x-anywhere"?: string[] }} Response
 * @typedef {{ responses: Record<string, Response>, "x-fallbacks"?: string[] }} Operation
 * @typedef {{ paths?: Record<string, Record<string, Operation>>,
 *   components?: { responses?: Record<string, Response> } }} Root
 */

/** Removes the added responses and headers: the rendered reference shows them once, in chapters of their own. */
export function asWritten() {
  return { Root: { enter: takeOut } };
}

/** @param {Root} root a document whose operations and responses list their added entries */
export function takeOut({ paths = {}, components = {} }) {
  const operations = Object.values(paths).flatMap((item) => METHODS.flatMap((method) => item[method] ?? []));
  const own = operations.flatMap(({ responses }) => Object.values(responses));
  for (const response of [...Object.values(components.responses ?? {}), ...own]) {
    for (const name of response["x-anywhere"] ?? []) delete response.headers?.[name];
    delete response["x-anywhere"];
  }
  for (const operation of operations) {
    for (const status of operation["x-fallbacks"] ?? []) delete operation.responses[status];
    delete operation["x-fallbacks"];
  }
}
