/** Stores records one after another, in an order that is neither that of ids nor that of creation. */
import type { Listing } from "./listing-under-test.ts";

/** Ids in no order of ASCII code, and so many that versions may gain a digit. */
const IDS = ["g", "b", "k", "a", "l", "d", "i", "c", "h", "f", "j", "e"];

/**
 * Stores twelve records, each by a write of its own, and the first of them once more, so that the order of versions is
 * neither that of ids nor that of creation.
 * @returns the records in ascending order of version
 */
export async function writeInTurn(listing: Listing): Promise<{ id: string; version: number }[]> {
  const [first, ...others] = IDS as [string, ...string[]];
  await listing.put(first, { payload: "old" });
  const written: { id: string; version: number }[] = [];
  for (const id of [...others, first]) {
    written.push({ id, version: await listing.put(id, { payload: "x" }) });
  }
  return written;
}
