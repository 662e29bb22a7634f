import { type Bundle, SpecError } from "./bundle.ts";

/** Reads the stages of writing a server from the document, and finds that of a rule. */

/** A stage of the document (`x-stages`). */
export interface Stage {
  name: string;
  title: string;
  /** The operations that it adds, by `operationId`. */
  operations: string[];
  /** Areas, rules, or beginnings of rule ids. */
  rules: string[];
}

/** The stages of a document, in order. The linter checks their shape (`sync2/stages`). */
export function stagesOf(bundle: Bundle): Stage[] {
  return (bundle["x-stages"] as Stage[] | undefined) ?? [];
}

/**
 * The name of the stage of a rule: the one that names the longest beginning of its id.
 * @throws {SpecError} if no stage names it
 */
export function stageOf(rule: string, stages: readonly Stage[]): string {
  const named = stages.flatMap(({ name, rules }) => rules.map((begin) => ({ name, begin })));
  const [nearest] = named
    .filter(({ begin }) => rule === begin || rule.startsWith(`${begin}.`))
    .sort((a, b) => b.begin.length - a.begin.length);
  if (!nearest) throw new SpecError(`No stage in x-stages names the rule ${rule} or its area.`);
  return nearest.name;
}
