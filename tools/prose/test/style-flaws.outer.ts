import { expect, test } from "vitest";
import type { Kind } from "../read-texts.ts";
import { styleFlaws } from "../style-flaws.ts";

async function found(markdown: string, kind: Kind): Promise<string[]> {
  const flaws = await styleFlaws({ file: "text.md", line: 10, kind, markdown });
  return flaws.map(({ line, by, message }) => `${line} ${by}: ${message}`);
}

const long = (words: number, end = ".") =>
  `A${Array.from({ length: words - 1 }, (_, index) => (index % 2 ? " word" : " long")).join("")}${end}`;

const GOOD: [text: string, kind: Kind][] = [
  ["A response says it in a header field, which the header\nfields of RFC 9110 do.", "spec"],
  ['The wish was "413 with a header".', "spec"],
  ["Its rule is [`header.store.present`](rule:header.store.present), of `X header`.", "spec"],
  ["An OpenAPI header is a header.", "project"],
  ["A server MUST answer 201.", "rule"],
  ["The key words MUST and MAY are those of BCP 14.", "spec"],
  ["It passes when no MUST is violated.", "project"],
  ['"It MUST" is a quotation.', "spec"],
  ["A client should and may do so.", "spec"],
  [long(40), "spec"],
  [`${long(40)} ${long(40)}`, "spec"],
  [`${long(39, ";")} and ${long(38)}`, "spec"],
  [long(90), "rule"],
  ["`a` `a` is not a word twice; that is, is it?", "spec"],
  ["Half-half, 1 1, and no\nNorth.", "spec"],
  ['They said "simply".', "spec"],
  ['They said "but for". Two kinds are told apart, one of several.', "spec"],
  ["```\nvery very MUST header color\n```", "spec"],
  ["An id, its ttl and the ids.", "rule"],
  ["It is normalised, of a colour.", "spec"],
];

test.each(GOOD)("%s (%s)", async (text, kind) => {
  expect(await found(text, kind)).toEqual([]);
});

const BAD: [text: string, kind: Kind, flaw: string][] = [
  ["One.\nIts header says so.", "spec", '11 header-field: "header": write "header field", as RFC 9110 does.'],
  ["The headers of a response.", "rule", '10 header-field: "headers": write'],
  ["| on |\n| --- |\n| any header |", "spec", "12 header-field: "],
  ["# A header", "spec", "10 header-field: "],
  ["- a list\n- **any [header](sessions.md)**", "spec", "11 header-field: "],
  ["A client MUST wait.", "spec", '10 requirement-word: "MUST" binds only in a rule'],
  ["It is REQUIRED.", "project", '10 requirement-word: "REQUIRED" binds only'],
  ["A server MUST do what it may.", "rule", '10 requirement-word-small: "may" beside the level'],
  ["A server MUST do what it\nshould.", "rule", '11 requirement-word-small: "should" beside'],
  [long(41), "spec", "10 sentence-length: This sentence has 41 words: make two of it, of 40 at most."],
  [`${long(3)}\n${long(20, "")}\n${long(30)}`, "project", "11 sentence-length: This sentence has 50 words"],
  ["It waits for the\nthe answer.", "spec", '10 doubled-word: "the the": write it once.'],
  ["It stands there.", "spec", '10 plain-phrase: "stands there": write "is".'],
  ["All statuses, save for\n429.", "rule", '10 plain-phrase: "save for": write "except".'],
  ["Wait. Of several writes one wins.", "project", '10 plain-phrase: "Of several": begin with the subject'],
  ["The the answer.", "rule", '10 doubled-word: "The the": write'],
  ["It is simply sent.", "spec", '10 filler-word: "simply" adds nothing'],
  ["Of course it is.", "project", '10 filler-word: "Of course" adds nothing'],
  ["In a color of its own.", "spec", "10 terminology: Incorrect term: “color”, use “colour” instead"],
  ["It is normalized.", "rule", "10 terminology: Incorrect term: “normalized”, use “normalised” instead"],
  ["Of a MIME type.", "spec", "10 terminology: Incorrect term: “MIME type”, use “media type” instead"],
  ["On Github.", "project", "10 terminology: Incorrect term: “Github”, use “GitHub” instead"],
];

test.each(BAD)("%s (%s)", async (text, kind, flaw) => {
  expect(await found(text, kind)).toEqual([expect.stringContaining(flaw)]);
});
