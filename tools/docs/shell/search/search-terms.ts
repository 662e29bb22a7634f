/** What separates words: never what stands inside an id, a header field's name or a path. */
const BETWEEN = /[\s,;()[\]"“”‘’<>|…]+/u;
/** What a word may have around it without being part of it. */
const AROUND = /^[.:!?'`*_]+|[.:!?'`*_]+$/gu;

/** The words of a text as they stand, ids and paths whole: `record.created`, `x-weave-backoff`, `/{partition}`. */
export function words(text: string): string[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split(BETWEEN)
    .map((word) => word.replace(AROUND, ""))
    .filter((word) => word !== "");
}

/** What a word consists of: `record` and `created`; empty when it is one piece. */
export function wordPieces(word: string): string[] {
  const found = word.split(/[^\p{L}\p{N}]+/u).filter((piece) => piece !== "");
  return found.length === 1 && found[0] === word ? [] : found;
}

/** Under which terms a text is found: its words, whole and in pieces. */
export function terms(text: string): string[] {
  return words(text).flatMap((word) => [word, ...wordPieces(word)]);
}
