/** @import { Context } from "../extension-types.js" */

const PLACES =
  "an operation, response, header, parameter, request body, media type, security scheme or the document root";

/**
 * `x-rules` stand on the object that they constrain: never beside a `$ref`, where most tools drop them,
 * never in a Schema Object, and not where nothing would collect them. An extension that names the rule behind it
 * names one that stands beside it.
 */
export function rulePlace() {
  return {
    ref: {
      /** @param {object} reference @param {Context} context */
      enter(reference, { report, rawLocation }) {
        if (!("x-rules" in reference)) return;
        report({
          message: "x-rules must not stand beside a $ref: move them to the object that it points to.",
          location: rawLocation.child(["x-rules"]).key(),
        });
      },
    },
    Header: {
      /** @param {any} header @param {Context} context */
      enter(header, context) {
        named(header["x-exclusive"], ["x-exclusive"], header, context);
      },
    },
    Response: {
      /** @param {any} response @param {Context} context */
      enter(response, context) {
        named(response["x-absent"]?.rule, ["x-absent", "rule"], response, context);
      },
    },
    any: {
      /** @param {unknown} node @param {Context} context */
      enter(node, { report, type, key, location }) {
        // Where extension-types.js allows x-rules they have a type of their own; anywhere else they arrive as this one.
        if (type.name !== "SpecExtension") return;
        if (key === "x-rules" || hasRules(node)) {
          report({ message: `x-rules cannot stand here: move them to ${PLACES}.`, location: location.key() });
        }
      },
    },
  };
}

/** @param {unknown} id @param {string[]} at @param {any} host @param {Context} context */
function named(id, at, host, { report, location }) {
  // What is no string is said by the built-in `struct`.
  if (typeof id !== "string" || host["x-rules"]?.some?.((/** @type {any} */ rule) => rule?.id === id)) return;
  const message = `${at[0]} names the rule "${id}", which does not stand beside it: add it there, or name one that does.`;
  report({ message, location: location.child(at) });
}

/** @param {unknown} node @returns {boolean} whether `x-rules` hide anywhere inside */
function hasRules(node) {
  if (typeof node !== "object" || node === null) return false;
  return "x-rules" in node || Object.values(node).some(hasRules);
}
