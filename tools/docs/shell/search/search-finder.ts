// Searches the index of the site.
import MiniSearch, { type Query, type SearchOptions, type SearchResult } from "minisearch";
import type { Entry, EntryKind } from "../../site-model.ts";
import { OPTIONS } from "./index-options.ts";
import { wordPieces, words } from "./search-terms.ts";

/** A search result, with the terms of the index that matched. */
export interface FoundEntry extends Entry {
  terms: string[];
}

/** Weights by kind: operations, statuses and header fields precede prose about them. */
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

/** Makes a query for each word, as a whole or in pieces. */
function toQuery(queryWords: readonly string[], combineWith: "AND" | "OR"): Query {
  return {
    combineWith,
    queries: queryWords.map((word) => {
      const inside = wordPieces(word);
      const whole: Query = { queries: [word], tokenize: (text) => [text] };
      if (inside.length === 0) return whole;
      const split: Query = { combineWith, queries: inside, tokenize: (text) => [text] };
      return { combineWith: "OR", queries: [whole, split] };
    }),
  };
}

const singular = (text: string) => text.replace(/s$/, "");

/** True for an id, the name of a header field, a path or a status. */
function isName(word: string): boolean {
  return wordPieces(word).length > 0 || /\d/.test(word);
}

/** Ranks a title for a query; less is better. Up to `EXACT` the title is an exact match. */
function rank(title: string, terms: readonly string[], queryWords: readonly string[]): number {
  const own = words(title);
  const [typed, name] = [queryWords.join(" "), own.join(" ")];
  if (singular(name) === singular(typed)) return 0;
  if (name.startsWith(`${typed} `) || (isName(typed) && own.includes(typed))) return EXACT;
  if (name.startsWith(typed)) return 2;
  // The text has the whole word, not only its pieces.
  return terms.includes(typed) ? 3 : 4;
}

/**
 * Loads an index of `searchIndexOf`.
 * @returns a function that finds entries, the best one first: titles that equal the query, begin with it or contain it as
 *   a name; then texts with the query; then entries with all words, or with some if none has all
 */
export function makeFinder(json: string): (query: string) => FoundEntry[] {
  const index = MiniSearch.loadJSON(json, OPTIONS);
  return (query) => {
    const queryWords = words(query);
    if (queryWords.length === 0) return [];
    const all = index.search(toQuery(queryWords, "AND"), SEARCH);
    const results = all.length > 0 ? all : index.search(toQuery(queryWords, "OR"), SEARCH);
    const sortable = results.map((result) => ({ result, key: keyOf(result, queryWords) }));
    sortable.sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || b.result.score - a.result.score);
    return sortable.map(({ result }) => toFoundEntry(result));
  };
}

function keyOf(result: SearchResult, queryWords: readonly string[]): [rank: number, prose: number] {
  const { title, kind } = result as unknown as Entry;
  const titleRank = rank(title, result.terms, queryWords);
  return [titleRank, titleRank <= EXACT && PROSE.has(kind) ? 1 : 0];
}

function toFoundEntry(result: SearchResult): FoundEntry {
  const { kind, title, href, text } = result as unknown as Entry;
  return { kind, title, href, text, terms: result.terms };
}
