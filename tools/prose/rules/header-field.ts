import { plainRule, withoutQuotations } from "./plain.ts";

const HEADER = /\bheaders?\b(?! fields?\b)/gi;

/** What RFC 9110 calls a field (section 5), or a header field, has that name. */
export const headerField = plainRule((text) =>
  [...withoutQuotations(text).matchAll(HEADER)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}": write "header field", as RFC 9110 does.`,
  })),
);
