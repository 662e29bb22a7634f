/** For the rule `terminology`: what is not to be written, as a pattern, and what instead. */
type Term = [pattern: string, replacement: string];

/** One name for a thing: that of RFC 9110, RFC 3986, OpenAPI, or of this protocol. */
const NAMES: Term[] = [
  ["(?:HTTP|return) codes?", "status"],
  ["(?:MIME|content)[ -]types?", "media type"],
  ["(?:URL|URI|per cent)[ -]encod(ed|e|ing)", "percent-encod$1"],
  ["query (?:strings?|arg(?:ument)?s?|variables?)", "query parameter"],
  ["e-?tags?", "entity tag"],
  ["swagger", "OpenAPI"],
  ["BSOs?", "record"],
];

/** British spelling, where the dictionary of the spell checker takes the other for the sake of programs. */
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
 * Terms of the rule itself that do not hold here: `id` and `ttl` are fields of a record and words of the texts, a blank
 * line is not always an empty one, and README is the name of a file.
 */
export const NOT_TERMS = ["ID", "id['’]?s", "TTL", "blank line(s)?", "readme(s)?"];
