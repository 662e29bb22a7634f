import { plainRule, withoutQuotations } from "./plain.ts";

/** Words that ask to be believed, or belittle what somebody finds hard. */
const FILLERS = /\b(?:very|simply|obviously|basically|easily|of course|just|actually|really)\b/gi;

/** No word stands in the prose that says nothing. */
export const fillerWord = plainRule((text) =>
  [...withoutQuotations(text).matchAll(FILLERS)].map(({ 0: word, index }) => ({
    index,
    message: `"${word}" adds nothing: leave it out, or say what is meant.`,
  })),
);
