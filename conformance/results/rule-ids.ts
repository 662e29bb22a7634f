/** Resolves former rule ids, and suggests the id that a misspelt one may mean. */
import { closestMatch } from "leven";
import { aliases, type RuleId, rules } from "../../generated/rules.ts";

/** Share of characters that may differ; beyond it, another rule was meant. */
const MAX_DIFFERENCE = 0.4;

/**
 * The current id of a rule.
 *
 * @param written a current or former id
 * @returns null if no rule has or had this id
 */
export function currentId(written: string): RuleId | null {
  if (Object.hasOwn(rules, written)) return written as RuleId;
  return (Object.hasOwn(aliases, written) ? aliases[written] : undefined) ?? null;
}

/** The rule id with the most similar spelling: `record.created` for `record.craeted`; null for none. */
export function similarId(written: string): RuleId | null {
  const maxDistance = Math.ceil(written.length * MAX_DIFFERENCE);
  const ids = [...Object.keys(rules), ...Object.keys(aliases)];
  const closest = closestMatch(written, ids, { maxDistance });
  return closest === undefined ? null : currentId(closest);
}
