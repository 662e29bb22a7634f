import { closestMatch } from "leven";
import { aliases, type RuleId, rules } from "../../generated/rules.ts";

/** More slips than this in a part of an id, and something else was meant. */
const SLIPS = 0.4;

/**
 * What a rule is called now.
 *
 * @param written the id of a rule, or one that it had before
 * @returns null where no rule has or had it
 */
export function currentId(written: string): RuleId | null {
  if (Object.hasOwn(rules, written)) return written as RuleId;
  return (Object.hasOwn(aliases, written) ? aliases[written] : undefined) ?? null;
}

/** The rule id that is spelt most like what was written: `record.created` for `record.craeted`; null for none. */
export function similarId(written: string): RuleId | null {
  const maxDistance = Math.ceil(written.length * SLIPS);
  const ids = [...Object.keys(rules), ...Object.keys(aliases)];
  const found = closestMatch(written, ids, { maxDistance });
  return found === undefined ? null : currentId(found);
}
