import type { Options } from "minisearch";
import type { Entry } from "../../site-model.ts";
import { terms } from "./search-terms.ts";

/** An entry as the index holds it; `id` is its place in the list of all. */
export type Indexed = Entry & { id: number };

/** How the index is made and read: a serialised one can only be read with the options it was made with. */
export const OPTIONS: Options<Indexed> = {
  fields: ["title", "text"],
  storeFields: ["kind", "title", "href", "text"],
  tokenize: terms,
  processTerm: (term) => term,
};
