import { plainRule } from "./plain.ts";

const MOST = 40;

/** Unicode's paragraph separator, at which a sentence ends whatever follows. */
const END = "\u2029";

const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** No sentence is so long that it has to be read twice; a semicolon ends one as a full stop does. */
export const sentenceLength = plainRule((text) =>
  [...SENTENCES.segment(text.replaceAll(";", END))].flatMap(({ segment, index }) => {
    const count = segment.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (count <= MOST) return [];
    return [{ index, message: `This sentence has ${count} words: make two of it, of ${MOST} at most.` }];
  }),
);
