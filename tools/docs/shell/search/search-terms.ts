// Splits texts into words and terms for the search.
/** Separates words; matches nothing inside of an id, the name of a header field, or a path. */
const BETWEEN = /[\s,;()[\]"“”‘’<>|…]+/u;
/** Punctuation around a word. */
const AROUND = /^[.:!?'`*_]+|[.:!?'`*_]+$/gu;

/** Splits a text into words, with ids and paths whole: `record.created`, `x-weave-backoff`, `/{partition}`. */
export function words(text: string): string[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split(BETWEEN)
    .map((word) => word.replace(AROUND, ""))
    .filter((word) => word !== "");
}

/** Splits a word into pieces: `record` and `created`; empty if the word is one piece. */
export function wordPieces(word: string): string[] {
  const parts = word.split(/[^\p{L}\p{N}]+/u).filter((piece) => piece !== "");
  return parts.length === 1 && parts[0] === word ? [] : parts;
}

/** The terms of a text in the index: its words, whole and in pieces. */
export function terms(text: string): string[] {
  return words(text).flatMap((word) => [word, ...wordPieces(word)]);
}
