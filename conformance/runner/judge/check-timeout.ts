import { Broken } from "../outcomes.ts";

/** A check that waits longer than this for anything but answers is given up; */
const IDLE_MS = 120_000;
/** and so is one that goes on for longer than this at the ordinary effort, however often the server answers. */
const LONGEST_MS = 900_000;
const LOOK_EVERY_MS = 1000;

/**
 * Waits for the work of a check, as long as its server answers it: hundreds of exchanges one after another take
 * minutes where each takes long.
 * @param answered how many requests were answered so far
 * @param effort that of the check, as a multiple of the ordinary one
 * @throws Broken when it is given up
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
