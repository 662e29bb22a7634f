/** The prose rule against a word twice in a row. */
import { paragraphRule } from "./paragraph-rule.ts";

const DOUBLED = /(?<![\p{L}\p{N}-])(\p{L}+)\s+\1(?![\p{L}\p{N}-])/giu;

/** A rule of style: no word twice in a row, also across the end of a line. */
export const doubledWord = paragraphRule((text) =>
  [...text.matchAll(DOUBLED)]
    // `plainText` replaces code by words of X, and two pieces of code may follow each other.
    .filter(([, word]) => !/^X+$/.test(word as string))
    .map(({ 0: twice, index }) => ({ index, message: `"${twice}": write it once.` })),
);
