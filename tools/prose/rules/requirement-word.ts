/** The prose rule that keeps requirement words of RFC 2119 to normative sentences. */
import { paragraphRule, withoutQuotations } from "./paragraph-rule.ts";

const CAPITALS = /\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g;

/** Precedes the name of a level: "a MUST", "no MUST is violated". */
const NAMED = /\b(?:a|an|all|any|each|every|no|one|other|the)\s+$/i;

/** Texts that explain the words. */
const EXPLAINED = /\bBCP 14\b|\bRFC 2119\b/;

/** A rule of style: no MUST, SHOULD or MAY outside of the rules, since other texts do not bind (BCP 14). */
export const requirementWord = paragraphRule((text) => {
  if (EXPLAINED.test(text)) return [];
  const own = withoutQuotations(text);
  return [...own.matchAll(CAPITALS)]
    .filter(({ index }) => !NAMED.test(own.slice(0, index)))
    .map(({ 0: word, index }) => ({
      index,
      message: `"${word}" binds only in a rule: write it small here, or make a rule of it.`,
    }));
});
