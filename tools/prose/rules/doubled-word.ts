import { plainRule } from "./plain.ts";

const DOUBLED = /(?<![\p{L}\p{N}-])(\p{L}+)\s+\1(?![\p{L}\p{N}-])/giu;

/** No word is written twice in a row, also where a line ends between them. */
export const doubledWord = plainRule((text) =>
  [...text.matchAll(DOUBLED)]
    // A word of X stands for code, of which two may well follow each other.
    .filter(([, word]) => !/^X+$/.test(word as string))
    .map(({ 0: twice, index }) => ({ index, message: `"${twice}": write it once.` })),
);
