import { paragraphRule, withoutQuotations } from "./paragraph-rule.ts";

/** Words that ask the reader to believe, or that belittle what a reader finds hard. */
const FILLERS = /\b(?:very|simply|obviously|basically|easily|of course|just|actually|really)\b/gi;

/** A rule of style: no words without a meaning, such as "basically". */
export const fillerWord = paragraphRule((text) =>
  [...withoutQuotations(text).matchAll(FILLERS)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}" adds nothing: leave it out, or say what is meant.`,
  })),
);
