/** The prose rule against long sentences. */
import { paragraphRule } from "./paragraph-rule.ts";

const MOST_WORDS = 40;

/** Unicode's paragraph separator, which always ends a sentence. */
const END = "\u2029";

const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** A rule of style: no sentence of more than 40 words. A semicolon ends a sentence. */
export const sentenceLength = paragraphRule((text) =>
  [...SENTENCES.segment(text.replaceAll(";", END))].flatMap(({ segment, index }) => {
    const count = segment.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (count <= MOST_WORDS) return [];
    return [
      { index, message: `This sentence has ${count} words: make two of it, of ${MOST_WORDS} at most.` },
    ];
  }),
);
