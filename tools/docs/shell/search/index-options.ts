// Defines the options of the search index.
import type { Options } from "minisearch";
import type { Entry } from "../../site-model.ts";
import { terms } from "./search-terms.ts";

/** An entry of the index; `id` is its position in the list of all entries. */
export type Indexed = Entry & { id: number };

/** Options of MiniSearch, which have to be the same for writing and reading an index. */
export const OPTIONS: Options<Indexed> = {
  fields: ["title", "text"],
  storeFields: ["kind", "title", "href", "text"],
  tokenize: terms,
  processTerm: (term) => term,
};
