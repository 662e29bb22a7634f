/** @import { Context } from "../extension-types.js" */

/**
 * Bodies, parameters and headers show an example: the docs are read by way of them, and a schema that
 * its own example contradicts is found early.
 */
export function examplesPresent() {
  /** @param {any} node @param {Context} context */
  function parameterOrHeader(node, { report, resolve, key, location }) {
    // With `content`, its Media Type Object is visited on its own.
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
