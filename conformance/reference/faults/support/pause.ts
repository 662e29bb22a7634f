/** Waits between two steps of a fault, however busy the machine is. */
import { setTimeout } from "node:timers/promises";

/** A timer that is late by more than this part of its time was held up. */
const LATE = 0.5;
const MOST_TIMES = 8;

/**
 * Waits between two things that ought to happen at one moment. While timers are late, requests that were sent meanwhile
 * are late, too: then the wait begins again, so that they have arrived however busy the machine is.
 */
export async function wait(milliseconds: number): Promise<void> {
  for (let times = 0; times < MOST_TIMES; times++) {
    const began = performance.now();
    await setTimeout(milliseconds);
    if (performance.now() - began < milliseconds * (1 + LATE)) return;
  }
}
