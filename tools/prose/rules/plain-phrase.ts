import { paragraphRule, withoutQuotations } from "./paragraph-rule.ts";

/** Phrases that a reader whose first language is not English reads twice, each with advice. */
const ADVICE: readonly [phrase: RegExp, advice: string][] = [
  [/\b(?:is|are|was|were) told\b(?! apart)/gi, 'say who tells, or write "called with", "gets", "learns"'],
  [/\bsave (?:for|by|in|where|when)\b/gi, 'write "except"'],
  [/\bbut for\b/gi, 'write "except" or "without"'],
  [/\bfor want of\b/gi, 'write "because … is missing"'],
  [/\bof old\b/gi, 'write "former"'],
  [/\b(?:come|comes|came) out as\b/gi, 'write "is" or "becomes"'],
  [/\bstands? (?:there|in)\b/gi, 'write "is"'],
  [/\bsees? to it that\b/gi, 'write "makes sure that"'],
  [/\ball the same\b/gi, 'write "still"'],
  [/\bmakes of\b/gi, 'write "does with"'],
  [/(?<=^|[.:;] )(?:What is to be|Of (?:several|two))\b/g, "begin with the subject, or with if"],
];

/** A rule of style: plain phrases. `cspell.config.yaml` flags single words, in code too. */
export const plainPhrase = paragraphRule((text) => {
  const own = withoutQuotations(text);
  return ADVICE.flatMap(([phrase, advice]) =>
    [...own.matchAll(phrase)].map(({ 0: match, index }) => ({ index, message: `"${match}": ${advice}.` })),
  );
});
