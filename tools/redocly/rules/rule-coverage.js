/** @import { Context, Location } from "../extension-types.js" */

/**
 * A lint rule: each operation, parameter, response, header and security scheme has a rule, and so has each media type
 * once per direction. Redocly follows references, so a rule of a shared component counts for all its users.
 */
export function ruleCoverage() {
  /** @type {Map<string, { covered: boolean, first: Location, report: Context["report"] }>} */
  const mediaTypes = new Map();

  /** @param {string} kind */
  function mustHaveRule(kind) {
    return (/** @type {object} */ node, /** @type {Context} */ { report, key, type, location }) => {
      if (hasRules(node)) return;
      const name = type.name === "Parameter" && "name" in node ? node.name : key;
      report({ message: `The ${kind} ${name} has no rule: add x-rules to it.`, location: location.key() });
    };
  }

  /** @param {string} direction @param {any} node @param {Context} context */
  function collectMediaTypes(direction, node, { report, resolve, location }) {
    for (const [name, mediaType] of Object.entries(resolve(node.content).node ?? {})) {
      const id = `${direction} ${name}`;
      const first = location.child(["content", name]);
      const entry = mediaTypes.get(id) ?? { covered: false, first, report };
      entry.covered ||= hasRules(resolve(mediaType).node);
      mediaTypes.set(id, entry);
    }
  }

  const response = mustHaveRule("response");
  return {
    Operation: mustHaveRule("operation"),
    Parameter: mustHaveRule("parameter"),
    Header: mustHaveRule("header"),
    SecurityScheme: mustHaveRule("security scheme"),
    RequestBody: (/** @type {any} */ node, /** @type {Context} */ context) =>
      collectMediaTypes("request", node, context),
    Response(/** @type {any} */ node, /** @type {Context} */ context) {
      response(node, context);
      collectMediaTypes("response", node, context);
    },
    Root: {
      leave() {
        for (const [id, { covered, first, report }] of mediaTypes) {
          if (covered) continue;
          const message = `No ${id} has a rule: add x-rules to one such Media Type Object.`;
          report({ message, location: first.key() });
        }
      },
    },
  };
}

/** @param {any} node */
function hasRules(node) {
  return Array.isArray(node?.["x-rules"]) && node["x-rules"].length > 0;
}
