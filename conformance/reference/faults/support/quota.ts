/** Counts the bytes that an account uses. */
import type { Store } from "../../store.ts";

/** Bytes that an account uses. */
export function usage(store: Store, account: string): number {
  return store.collections(account).reduce((sum, { bytes }) => sum + bytes, 0);
}
