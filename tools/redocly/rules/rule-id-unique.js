import { relative } from "node:path";

/** @import { Context, Location } from "../types.js" */

/**
 * A rule id is used once in the whole document. Redocly visits an object once however many references
 * lead to it, so a shared component counts once.
 */
export function ruleIdUnique() {
  /** @type {Map<string, Location>} */
  const first = new Map();
  return {
    /** @param {any} rule @param {Context} context */
    SyncRule(rule, { report, location }) {
      const id = rule?.id;
      if (typeof id !== "string") return;
      const other = first.get(id);
      if (!other) {
        first.set(id, location);
        return;
      }
      const file = relative(process.cwd(), other.source.absoluteRef);
      report({
        message: `The rule id "${id}" is already taken by ${file} ${other.pointer}: give this rule another one.`,
        location: location.child(["id"]),
      });
    },
  };
}
