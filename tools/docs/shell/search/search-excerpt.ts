// Makes excerpts of search results, with the words of the query marked.
/** A piece of text; `marked` is true for a word of the query. */
export interface TextPiece {
  text: string;
  marked: boolean;
}

const LENGTH = 150;

/** A pattern for words that begin with one of `terms`; null if there are no terms. */
function matcher(terms: readonly string[]): RegExp | null {
  const long = terms.filter((term) => term.length > 1).toSorted((a, b) => b.length - a.length);
  if (long.length === 0) return null;
  const escaped = long.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})`, "giu");
}

/** Splits a text into pieces and marks those that are one of `terms`. */
export function markTerms(text: string, terms: readonly string[]): TextPiece[] {
  const pattern = matcher(terms);
  if (pattern === null) return [{ text, marked: false }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), marked: false });
    pieces.push({ text: match[0], marked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false });
  return pieces;
}

/** Cuts a text to the length of a search result, from a little before the first of `terms`. */
export function excerpt(text: string, terms: readonly string[]): string {
  const oneLine = text.replace(/\s+/g, " ").trim();
  const first = matcher(terms)?.exec(oneLine)?.index ?? 0;
  const from = first < LENGTH / 2 ? 0 : oneLine.indexOf(" ", first - LENGTH / 3) + 1;
  if (oneLine.length <= from + LENGTH) return `${from > 0 ? "… " : ""}${oneLine.slice(from)}`;
  const to = Math.max(oneLine.lastIndexOf(" ", from + LENGTH), from + LENGTH / 2);
  return `${from > 0 ? "… " : ""}${oneLine.slice(from, to)} …`;
}
