/** A Redocly decorator that writes method and path into the description of each operation. */

const METHODS = ["get", "head", "put", "post", "patch", "delete"];

/**
 * @typedef {{ description?: string }} Operation
 * @typedef {{ paths?: Record<string, Record<string, Operation>> }} Root
 */

/**
 * Begins the description of each operation with its method and path, because a renderer may cut off long paths. Works on
 * the bundled document, in which no path is a reference.
 */
export function pathsInDescriptions() {
  return { Root: { leave: describe } };
}

/** @param {Root} root */
function describe({ paths = {} }) {
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const line = `\`${method.toUpperCase()} ${path}\``;
      operation.description = [line, operation.description].filter(Boolean).join("\n\n");
    }
  }
}
