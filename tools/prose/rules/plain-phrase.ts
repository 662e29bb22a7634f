import { plainRule, withoutQuotations } from "./plain.ts";

/** Constructions that a reader whose first language is not English reads twice, each with a plain one. */
const INSTEAD: readonly [phrase: RegExp, plain: string][] = [
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

/** The prose is plain: subject, verb, object. Words on their own are flagged by `cspell.config.yaml`, in code too. */
export const plainPhrase = plainRule((text) => {
  const own = withoutQuotations(text);
  return INSTEAD.flatMap(([phrase, plain]) =>
    [...own.matchAll(phrase)].map(({ 0: found, index }) => ({ index, message: `"${found}": ${plain}.` })),
  );
});
