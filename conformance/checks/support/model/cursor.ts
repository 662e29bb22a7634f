import type { Listing } from "./listing.ts";
import type { Found, State } from "./state.ts";

/** A listing of which pages are read, while others may write. */
export interface Cursor {
  client: number;
  session: string | null;
  listing: Listing;
  /** The state that the first page showed. */
  start: State;
  /** What pages have shown so far, as it was then. */
  shown: Found[];
  /** What continues it; null where nothing is left over. */
  token: string | null;
}
