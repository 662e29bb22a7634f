import { plainRule } from "./plain.ts";

const SMALL = /\b(?:must|shall|should|may)\b/g;

/** The sentence of a rule binds by the word in capitals alone; the same word beside it in small letters is in doubt. */
export const requirementWordSmall = plainRule((text) =>
  [...text.matchAll(SMALL)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}" beside the level of a rule: does it bind? Say it in another way.`,
  })),
);
