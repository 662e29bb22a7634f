/** @import { Context } from "../extension-types.js" */

const PLACES =
  "an operation, response, header, parameter, request body, media type, security scheme or the document root";

/**
 * A lint rule: `x-rules` belong to the object that they constrain. They are not allowed beside a `$ref`, where most tools
 * drop them, in a Schema Object, or where no tool would collect them. An extension that names a rule names one of the
 * same object.
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
        // Only where extension-types.js allows x-rules, they have their own type.
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
  // The built-in rule `struct` reports a value that is not a string.
  if (typeof id !== "string" || host["x-rules"]?.some?.((/** @type {any} */ rule) => rule?.id === id)) return;
  const message = `${at[0]} names the rule "${id}", which does not stand beside it: add it there, or name one that does.`;
  report({ message, location: location.child(at) });
}

/** @param {unknown} node @returns {boolean} whether `x-rules` hide anywhere inside */
function hasRules(node) {
  if (typeof node !== "object" || node === null) return false;
  return "x-rules" in node || Object.values(node).some(hasRules);
}
