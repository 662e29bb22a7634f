/** A listing that is being read page by page. */
import type { Listing } from "./model-listing.ts";
import type { LocatedRecord, State } from "./model-state.ts";

/** A listing of which pages are read, while others may write. */
export interface Cursor {
  client: number;
  session: string | null;
  listing: Listing;
  /** The state that the first page showed. */
  start: State;
  /** What pages have shown so far, as it was then. */
  shown: LocatedRecord[];
  /** What continues it; null where nothing is left over. */
  token: string | null;
}
