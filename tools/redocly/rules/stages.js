/** @import { Context, Location } from "../extension-types.js" */

/**
 * A lint rule: each operation and each rule belongs to one stage (`x-stages`), and each name in a stage exists. A
 * document may have no stages.
 */
export function stages() {
  /** @type {{ stages: any[], location: Location, report: Context["report"] } | undefined} */
  let found;
  /** @type {Set<string>} */
  const operations = new Set();
  /** @type {Set<string>} */
  const rules = new Set();

  /** @param {string} key @param {(message: string) => void} report */
  function unique(key, report) {
    const seen = new Set();
    for (const stage of found?.stages ?? []) {
      for (const name of [stage[key]].flat()) {
        if (seen.has(name)) report(`Two stages have the ${key.replace(/s$/, "")} ${name}.`);
        seen.add(name);
      }
    }
    return seen;
  }

  return {
    Operation(/** @type {any} */ { operationId }) {
      if (typeof operationId === "string") operations.add(operationId);
    },
    SyncRule(/** @type {any} */ rule) {
      if (typeof rule?.id === "string") rules.add(rule.id);
    },
    Root: {
      enter(/** @type {any} */ root, /** @type {Context} */ { location, report }) {
        const stages = root["x-stages"];
        if (Array.isArray(stages)) found = { stages, location: location.child(["x-stages"]), report };
      },
      leave() {
        if (!found) return;
        const { location } = found;
        const report = (/** @type {string} */ message) =>
          found?.report({ message, location: location.key() });
        unique("name", report);
        const ordered = unique("operations", report);
        for (const id of operations) if (!ordered.has(id)) report(`No stage has the operation ${id}.`);
        for (const id of ordered) if (!operations.has(id)) report(`There is no operation ${id}.`);
        const begins = unique("rules", report);
        /** @param {string} id @param {string} begin */
        const isBelow = (id, begin) => id === begin || id.startsWith(`${begin}.`);
        for (const id of rules) {
          if (![...begins].some((begin) => isBelow(id, begin))) report(`No stage has the rule ${id}.`);
        }
        for (const begin of begins) {
          if (![...rules].some((id) => isBelow(id, begin)))
            report(`No rule is called ${begin} or begins so.`);
        }
      },
    },
  };
}
