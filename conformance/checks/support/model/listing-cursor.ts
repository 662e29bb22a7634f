/** A listing that is being read page by page. */
import type { Listing } from "./model-listing.ts";
import type { LocatedRecord, State } from "./model-state.ts";

/** The state of a listing whose pages are read one after another, with writes between them. */
export interface Cursor {
  client: number;
  session: string | null;
  listing: Listing;
  /** The state that the first page showed. */
  start: State;
  /** The records of all pages so far, as each page showed them. */
  shown: LocatedRecord[];
  /** The token of the next page; null if there is none. */
  token: string | null;
}
