import { channel } from "node:diagnostics_channel";
import { setTimeout } from "node:timers/promises";

/** Publishes the milliseconds of each pause as it begins, for tools that measure how long checks wait. */
export const PAUSES = channel("sync2:pause");

/**
 * Waits on purpose: for a clock to advance, or as long as a server asks. Time limits do not use this.
 * @param milliseconds how long
 * @param signal ends the wait early, with the reason of the signal
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  PAUSES.publish(milliseconds);
  await setTimeout(milliseconds, undefined, signal && { signal });
}
