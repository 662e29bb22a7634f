/** Explains one rule: its sentence, its check, its fault and its page. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type Rule, type RuleId, rules } from "../../generated/rules.ts";
import type { Fault } from "../reference/faults/fault.ts";
import { faults } from "../reference/faults/index.ts";
import { areaOf } from "../results/group-results.ts";

const ALL: Readonly<Record<RuleId, Rule>> = rules;
const ROOT = new URL("../../", import.meta.url);
/** The package has compiled code in place of the sources. */
const [EXTENSION, PREFIX] = import.meta.url.endsWith(".ts") ? [".ts", ""] : [".js", "generated/package/"];

/** A rule with the places of its check and its fault. */
export interface Explanation extends Rule {
  id: RuleId;
  area: string;
  /** `file:line`; null for a rule that no black box can check. */
  check: string | null;
  fault: { does: string; at: string } | null;
}

/** Explains a rule: its definition, its check and its fault. */
export function explain(id: RuleId): Explanation {
  const fault = (faults as Partial<Record<RuleId, Fault>>)[id];
  return {
    id,
    area: areaOf(id),
    ...ALL[id],
    check: locate("conformance/checks/", id),
    fault: fault ? { does: fault.does, at: locate("conformance/reference/faults/", id) ?? "" } : null,
  };
}

const located = new Map<string, Map<string, string>>();

/** Finds the check or fault of a rule: its id is a key in the file, or in the folder, that its area names. */
function locate(folder: string, id: RuleId): string | null {
  const place = `${folder}${areaOf(id)}`;
  const known = located.get(place) ?? keysIn(place);
  located.set(place, known);
  return known.get(id) ?? null;
}

/** The first line of each key in quotes, of a file or of all files in a folder. */
function keysIn(place: string): Map<string, string> {
  const single = `${place}${EXTENSION}`;
  const files = existsSync(new URL(single, ROOT))
    ? [single]
    : readdirSync(new URL(place, ROOT))
        .filter((name) => name.endsWith(EXTENSION))
        .map((name) => `${place}/${name}`);
  const found = new Map<string, string>();
  for (const file of files) {
    const lines = readFileSync(new URL(file, ROOT), "utf8").split("\n");
    for (const [index, line] of lines.entries()) {
      const key = /^\s*"([^"]+)":/.exec(line)?.[1];
      if (key !== undefined && !found.has(key)) found.set(key, `${PREFIX}${file}:${index + 1}`);
    }
  }
  return found;
}
