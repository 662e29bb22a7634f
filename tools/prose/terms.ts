// Lists the terms that prose avoids, each with its replacement.
/** A term to avoid, as a pattern, and its replacement; see textlint-rule-terminology. */
type Term = [pattern: string, replacement: string];

/** Each thing has one name: that of RFC 9110, RFC 3986, OpenAPI, or of this protocol. */
const NAMES: Term[] = [
  ["(?:HTTP|return) codes?", "status"],
  ["(?:MIME|content)[ -]types?", "media type"],
  ["(?:URL|URI|per cent)[ -]encod(ed|e|ing)", "percent-encod$1"],
  ["query (?:strings?|arg(?:ument)?s?|variables?)", "query parameter"],
  ["e-?tags?", "entity tag"],
  ["swagger", "OpenAPI"],
  ["BSOs?", "record"],
];

/** British spelling of words that the dictionary accepts in American spelling too, since programs use it. */
const BRITISH: Term[] = [
  ["colors?", "colour"],
  ["centers?", "centre"],
  ["gray", "grey"],
  ["catalogs?", "catalogue"],
  ["artifacts?", "artefact"],
  ["cancel(ed|ing)", "cancell$1"],
  ["(anal|paral)yz(e|es|ed|ing)", "$1ys$2"],
  [
    "((?:author|categor|custom|emphas|final|general|initial|minim|maxim|normal|optim|organ|random|real|recogn|serial|special|stabil|summar|synchron|util)i)z(e|es|ed|ing|ation|ations)",
    "$1s$2",
  ],
];

export const TERMS: Term[] = [...NAMES, ...BRITISH];

/**
 * Terms of textlint-rule-terminology that this project does not use: `id` and `ttl` are fields of a record, a blank line
 * is not always an empty one, and README is the name of a file.
 */
export const NOT_TERMS = ["ID", "id['’]?s", "TTL", "blank line(s)?", "readme(s)?"];
