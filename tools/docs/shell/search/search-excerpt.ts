/** A piece of text, and whether it is one of the words that were looked for. */
export interface TextPiece {
  text: string;
  marked: boolean;
}

const LENGTH = 150;

/** Matches the beginnings of words that are one of `terms`; null where there is nothing to match. */
function matcher(terms: readonly string[]): RegExp | null {
  const long = terms.filter((term) => term.length > 1).toSorted((a, b) => b.length - a.length);
  if (long.length === 0) return null;
  const escaped = long.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})`, "giu");
}

/** The text in pieces, those of `terms` marked. */
export function markTerms(text: string, terms: readonly string[]): TextPiece[] {
  const found = matcher(terms);
  if (found === null) return [{ text, marked: false }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(found)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), marked: false });
    pieces.push({ text: match[0], marked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), marked: false });
  return pieces;
}

/** As much of a text as a result has room for, from a little before the first of `terms`. */
export function excerpt(text: string, terms: readonly string[]): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const first = matcher(terms)?.exec(flat)?.index ?? 0;
  const from = first < LENGTH / 2 ? 0 : flat.indexOf(" ", first - LENGTH / 3) + 1;
  if (flat.length <= from + LENGTH) return `${from > 0 ? "… " : ""}${flat.slice(from)}`;
  const to = Math.max(flat.lastIndexOf(" ", from + LENGTH), from + LENGTH / 2);
  return `${from > 0 ? "… " : ""}${flat.slice(from, to)} …`;
}
