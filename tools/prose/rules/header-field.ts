/** The prose rule that asks for "header field" instead of "header". */
import { paragraphRule, withoutQuotations } from "./paragraph-rule.ts";

const HEADER = /\bheaders?\b(?! fields?\b)/gi;

/** A rule of style: "header field" instead of "header", as RFC 9110 (section 5) says. */
export const headerField = paragraphRule((text) =>
  [...withoutQuotations(text).matchAll(HEADER)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}": write "header field", as RFC 9110 does.`,
  })),
);
