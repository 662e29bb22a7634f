import MiniSearch, { type Query, type SearchOptions, type SearchResult } from "minisearch";
import type { Entry, EntryKind } from "../../site-model.ts";
import { OPTIONS } from "./index-options.ts";
import { wordPieces, words } from "./search-terms.ts";

/** Something found, with the terms that led to it. */
export interface FoundEntry extends Entry {
  terms: string[];
}

/** Things of the protocol come before prose about them. */
const WEIGHTS: Readonly<Record<EntryKind, number>> = {
  operation: 1.6,
  status: 1.6,
  header: 1.6,
  rule: 1.3,
  workflow: 1.1,
  guide: 1,
  page: 1,
};
const EXACT = 1;
const PROSE = new Set<EntryKind>(["workflow", "guide", "page"]);

const SEARCH: SearchOptions = {
  boost: { title: 4 },
  weights: { prefix: 0.4, fuzzy: 0.15 },
  prefix: (term) => term.length > 1,
  fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  boostDocument: (_id, _term, stored) => WEIGHTS[(stored as unknown as Entry).kind],
};

/** Each word as it stands, or its pieces. */
function toQuery(wanted: readonly string[], combineWith: "AND" | "OR"): Query {
  return {
    combineWith,
    queries: wanted.map((word) => {
      const inside = wordPieces(word);
      const whole: Query = { queries: [word], tokenize: (text) => [text] };
      if (inside.length === 0) return whole;
      const split: Query = { combineWith, queries: inside, tokenize: (text) => [text] };
      return { combineWith: "OR", queries: [whole, split] };
    }),
  };
}

const singular = (text: string) => text.replace(/s$/, "");

/** An id, a header field's name, a path, a status: nobody types it by chance. */
function isName(word: string): boolean {
  return wordPieces(word).length > 0 || /\d/.test(word);
}

/** How well something meets what was typed; less is better. Up to `EXACT` its title says just that. */
function rank(title: string, terms: readonly string[], wanted: readonly string[]): number {
  const own = words(title);
  const [typed, name] = [wanted.join(" "), own.join(" ")];
  if (singular(name) === singular(typed)) return 0;
  if (name.startsWith(`${typed} `) || (isName(typed) && own.includes(typed))) return EXACT;
  if (name.startsWith(typed)) return 2;
  // As it is in the text, not only its pieces.
  return terms.includes(typed) ? 3 : 4;
}

/**
 * Reads an index made by `indexOf`.
 * @returns finds entries, the best one first: titles that are what was typed, that begin with it or have it as a
 *   name, then that have it in their text, then whatever has all words, or some where none has all
 */
export function makeFinder(json: string): (query: string) => FoundEntry[] {
  const index = MiniSearch.loadJSON(json, OPTIONS);
  return (query) => {
    const wanted = words(query);
    if (wanted.length === 0) return [];
    const all = index.search(toQuery(wanted, "AND"), SEARCH);
    const found = all.length > 0 ? all : index.search(toQuery(wanted, "OR"), SEARCH);
    const sortable = found.map((result) => ({ result, key: keyOf(result, wanted) }));
    sortable.sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || b.result.score - a.result.score);
    return sortable.map(({ result }) => toFoundEntry(result));
  };
}

function keyOf(result: SearchResult, wanted: readonly string[]): [rank: number, prose: number] {
  const { title, kind } = result as unknown as Entry;
  const place = rank(title, result.terms, wanted);
  return [place, place <= EXACT && PROSE.has(kind) ? 1 : 0];
}

function toFoundEntry(result: SearchResult): FoundEntry {
  const { kind, title, href, text } = result as unknown as Entry;
  return { kind, title, href, text, terms: result.terms };
}
