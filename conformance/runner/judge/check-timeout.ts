import { Broken } from "../outcomes.ts";

/** A check is stopped if no answer came for this long. */
const IDLE_MS = 120_000;
/** A check with ordinary effort is stopped after this time, even if the server answers. */
const LONGEST_MS = 900_000;
const LOOK_EVERY_MS = 1000;

/**
 * Waits for a check while the server answers it. There is no short limit for the whole check, because hundreds of slow
 * exchanges take minutes.
 * @param answered number of answers so far
 * @param effort the effort of the check, as a multiple of the ordinary one
 * @throws Broken when the time is over
 */
export async function withCheckTimeout(
  work: Promise<void>,
  answered: () => number,
  effort = 1,
  { idleMs = IDLE_MS, longestMs = LONGEST_MS, lookEveryMs = LOOK_EVERY_MS } = {},
): Promise<void> {
  const began = performance.now();
  let count = answered();
  let last = began;
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const now = performance.now();
      if (answered() !== count) last = now;
      count = answered();
      if (now - last < idleMs && now - began < longestMs * effort) return;
      const silent = now - last >= idleMs ? `, the last ${idleMs / 1000} of them without an answer` : "";
      reject(new Broken(`the check was stopped after ${Math.round((now - began) / 1000)} s${silent}`));
    }, lookEveryMs);
  });
  await Promise.race([work, givenUp]).finally(() => clearInterval(timer));
}
