import { relative } from "node:path";

/** @import { Context, Location } from "../extension-types.js" */

/**
 * A lint rule: a rule id is used once in the document, also as an earlier id (`aliases`), because old reports and
 * baselines contain it. Redocly visits an object once, however many references lead to it, so a shared component counts
 * once.
 */
export function ruleIdUnique() {
  /** @type {Map<string, { location: Location, as: "id" | "alias" }>} */
  const first = new Map();

  /** @param {unknown} id @param {"id" | "alias"} as @param {Location} location @param {Context["report"]} report */
  function take(id, as, location, report) {
    if (typeof id !== "string") return;
    const other = first.get(id);
    if (!other) {
      first.set(id, { location, as });
      return;
    }
    const file = relative(process.cwd(), other.location.source.absoluteRef);
    const taken = `taken by ${other.as === "id" ? "the rule" : "an alias"} at ${file} ${other.location.pointer}`;
    const what = as === "id" ? "rule id" : "alias";
    report({ message: `The ${what} "${id}" is already ${taken}: an id means one rule, for ever.`, location });
  }

  return {
    /** @param {any} rule @param {Context} context */
    SyncRule(rule, { report, location }) {
      take(rule?.id, "id", location.child(["id"]), report);
      if (!Array.isArray(rule?.aliases)) return;
      rule.aliases.forEach((/** @type {unknown} */ alias, /** @type {number} */ index) => {
        take(alias, "alias", location.child(["aliases", index]), report);
      });
    },
  };
}
