import fc from "fast-check";

/** Random texts, values and changes for fuzzing, made with fast-check. */

/** A secret that is recognised wherever it leaks. */
export const CANARY = "canary-7f3a9c-Zq2";
/** Markup that every page must escape. */
export const MARKUP = "<img src=x onerror=alert(1)>";

/** Pieces of text with a meaning for one of the parsers, or for a reader of their output. */
const PIECES = [
  ...[
    "<",
    ">",
    '"',
    "'",
    "\\",
    "`",
    "&",
    "%",
    "%41",
    "%zz",
    "&#65;",
    "\\u0041",
    "/",
    "//",
    "..",
    ":",
    ";",
    ",",
    "=",
    "@",
  ],
  ...[
    "?",
    "#",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "*",
    "!",
    "|",
    "~",
    "+",
    "-",
    ".",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u0085",
  ],
  ...[
    "\u2028",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ud800",
    "\udc00",
    "é",
    "İ",
    "\u{1f600}",
    "…",
    "0",
    "00",
    "1.0",
    "5.000",
  ],
  ...[
    "-1",
    "1e999",
    "9007199254740993",
    "1795000000",
    "@1795000000",
    "Bearer",
    "Hawk",
    "Basic",
    'realm="a"',
    'mac="',
  ],
  ...[
    "rel=",
    "rel=next",
    "<a>",
    "http://a.test/2.0/one",
    "https:",
    "urn:a",
    "[::1]",
    "null",
    "true",
    "[]",
    "{}",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "{account}",
    "$" + "{HOME}",
    "<<: *a",
    "&a",
    "*a",
    "- ",
    "? ",
    "|\n",
    "# ",
    "%YAML 1.1",
  ],
  ...[
    "::error::x",
    "##[group]",
    "##vso[a]b",
    "</script>",
    "]]>",
    "--><!--",
    MARKUP,
    CANARY,
    "gzip",
    "chunked",
  ],
  ...[
    "Fri, 31 Dec 2027 23:59:59 GMT",
    "2027-01-31",
    "2016-12-31T23:59:60Z",
    "record.created",
    "application/json",
  ],
];

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);

/** A text of several pieces. */
export const text: fc.Arbitrary<string> = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

/** A text that repeats a part: `head`, any number of `unit`, `tail`. */
export interface RepeatedText {
  head: string;
  unit: string;
  tail: string;
}

const short = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(""));

export const pump: fc.Arbitrary<RepeatedText> = fc.record({
  head: short,
  unit: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("") || "a"),
  tail: short,
});

/** Repeats the unit until the text has about this length. */
export function repeatedText({ head, unit, tail }: RepeatedText, length: number): string {
  return head + unit.repeat(Math.ceil(length / unit.length)) + tail;
}

/** Any JSON value, with such texts, unusual numbers and unusual keys. */
export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e308, 8.65e15, 1e-300),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie("node")), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
})).node;

/** A change of one member of a value. */
export interface Change {
  /** The position of the member among all members, from 0 to 1. */
  place: number;
  kind: "put" | "append" | "remove" | "double";
  put: unknown;
  append: string;
}

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    // Without bias, which would change the top of a value most of the time.
    place: fc.noBias(fc.nat(2 ** 30 - 1)).map((number) => number / 2 ** 30),
    kind: fc.constantFrom("append", "append", "append", "append", "append", "put", "remove", "double"),
    put: value,
    append: text,
  }),
  { minLength: 1, maxLength: 3 },
);

/** Applies changes to a copy of a value. Most changes append to a text, so that it stays nearly valid. */
export function changed(value: unknown, changes: readonly Change[]): unknown {
  const copy = structuredClone(value);
  for (const { place, kind, put, append } of changes) {
    const places = placesOf(copy);
    const [holder, key] = places[Math.floor(place * places.length)] ?? [];
    if (holder === undefined || key === undefined) return copy;
    const now = (holder as Record<string, unknown>)[key];
    if (kind === "remove")
      Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key);
    else if (kind === "double" && Array.isArray(holder)) holder.push(structuredClone(now));
    else if (kind !== "append") Object.assign(holder, { [key]: put });
    else if (typeof now === "string") Object.assign(holder, { [key]: now + append });
  }
  return copy;
}

function placesOf(value: unknown): [holder: object, key: string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): [object, string][] => [
    [value, key],
    ...placesOf(child),
  ]);
}
