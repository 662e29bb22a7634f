import { plainRule, withoutQuotations } from "./plain.ts";

const CAPITALS = /\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g;

/** As the name of a level: "a MUST", "no MUST is violated". */
const NAMED = /\b(?:a|an|all|any|each|every|no|one|other|the)\s+$/i;

/** Where the words are explained. */
const EXPLAINED = /\bBCP 14\b|\bRFC 2119\b/;

/** Outside of the rules nothing binds, so nothing is written as if it did (BCP 14). */
export const requirementWord = plainRule((text) => {
  if (EXPLAINED.test(text)) return [];
  const own = withoutQuotations(text);
  return [...own.matchAll(CAPITALS)]
    .filter(({ index }) => !NAMED.test(own.slice(0, index)))
    .map(({ 0: word, index }) => ({
      index,
      message: `"${word}" binds only in a rule: write it small here, or make a rule of it.`,
    }));
});
