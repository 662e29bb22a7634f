/** The prose rule against requirement words of RFC 2119 in small letters. */
import { paragraphRule } from "./paragraph-rule.ts";

const SMALL = /\b(?:must|shall|should|may)\b/g;

/** A rule of style: no "must", "should" or "may" in small letters in the sentence of a rule, where it is ambiguous. */
export const requirementWordSmall = paragraphRule((text) =>
  [...text.matchAll(SMALL)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}" beside the level of a rule: does it bind? Say it in another way.`,
  })),
);
