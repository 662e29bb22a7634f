import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { put } from "./fixtures.ts";

/** Neither in nor against the order of ASCII code, and enough that versions may gain a digit. */
const IDS = ["g", "b", "k", "a", "l", "d", "i", "c", "h", "f", "j", "e"];

/**
 * Stores twelve records in the collection `c`, each by a write of its own, and the first of them once more, so that the
 * order of versions is neither that of ids nor that of creation.
 * @returns them in ascending order of version
 */
export async function writeInTurn(
  account: Account,
  partition: Partition,
): Promise<{ id: string; version: number }[]> {
  const [first, ...others] = IDS as [string, ...string[]];
  await put(account, `/${partition}/c/${first}`, { payload: "old" });
  const written: { id: string; version: number }[] = [];
  for (const id of [...others, first]) {
    written.push({ id, version: await put(account, `/${partition}/c/${id}`, { payload: "x" }) });
  }
  return written;
}
