/** @import { Context } from "../extension-types.js" */

/**
 * A lint rule: bodies, parameters and headers have an example. Readers of the docs need examples, and an example
 * reveals a mistake in its schema.
 */
export function examplesPresent() {
  /** @param {any} node @param {Context} context */
  function parameterOrHeader(node, { report, resolve, key, location }) {
    // If it has `content`, its Media Type Object is visited separately.
    if (node.content || hasExample(node) || hasExample(resolve(node.schema).node)) return;
    const message = `${node.name ?? key} has no example: add "example" or "examples" to it or its schema.`;
    report({ message, location: location.key() });
  }
  return {
    /** @param {any} node @param {Context} context */
    MediaType(node, { report, key, location }) {
      if (hasExample(node)) return;
      const message = `The body ${key} has no example: add "example" or "examples" to its Media Type Object.`;
      report({ message, location: location.key() });
    },
    Parameter: parameterOrHeader,
    Header: parameterOrHeader,
  };
}

/** @param {any} node An object with `example`, or `examples` (a list in a schema, a map elsewhere). */
function hasExample(node) {
  if (typeof node !== "object" || node === null) return false;
  return "example" in node || Object.keys(node.examples ?? {}).length > 0;
}
