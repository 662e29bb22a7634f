/** Waits for records to expire, and keeps commands away from moments when one may expire. */
import { sleep } from "../fixtures.ts";
import { expiriesOf, type Span, type State, withoutExpired } from "./model-state.ts";
import type { World } from "./model-world.ts";

/** Seconds by which a timer may be late or early. */
const GRAIN = 0.15;
/** Seconds before an expiry in which no command begins, at least and at most. */
const LEAST_MARGIN = 0.1;
const MOST_MARGIN = 1;
const LATE = GRAIN + LEAST_MARGIN;
/** Greatest number of waits in a sequence. */
const MOST_WAITS = 2;
/** Seconds; records that expire within this time of each other share a wait. */
const TOGETHER = 0.5;
/** Seconds; no wait is for a later expiry. */
const LONGEST_WAIT = 4;

const now = () => Date.now() / 1000;

/**
 * Waits while a record may or may not exist, and removes expired records from the model.
 * @param ahead seconds; records that may expire within this time are waited for too
 */
async function settle(world: World, ahead: number): Promise<void> {
  for (;;) {
    const due = expiriesOf(world.state).filter(({ from }) => from - ahead <= now());
    const last = endOf(due);
    if (last <= now()) break;
    await sleep(last - now());
  }
  const { state, gone } = withoutExpired(world.state, now() - GRAIN);
  if (gone.length === 0) return;
  world.state = state;
  world.lose(gone);
}

/**
 * Waits before a command, so that nothing expires during it.
 * @param requests number of requests that it sends
 */
export async function untilExpiryCertain(world: World, requests = 1): Promise<void> {
  if (world.timed) await settle(world, Math.min(MOST_MARGIN, LEAST_MARGIN + requests * world.slowest));
}

/** Whether there is an expiry to wait for, and each live session outlives it. */
export function isOpenToWait({ state, timed, waits, live }: World): boolean {
  if (!timed || waits >= MOST_WAITS) return false;
  const last = endOf(nextIn(state));
  return last > 0 && live.every(({ lives }) => lives > last + LEAST_MARGIN);
}

/** The next expiries that share a wait. */
function nextIn(state: State): Span[] {
  const soon = expiriesOf(state).filter(({ until }) => until < now() + LONGEST_WAIT);
  const first = Math.min(...soon.map(({ from }) => from));
  return soon.filter(({ from }) => from < first + TOGETHER);
}

/** When the last of these expiries is certainly over; 0 for none. */
function endOf(expiries: readonly Span[]): number {
  return Math.max(0, ...expiries.map(({ until }) => until + LATE));
}

/** Waits until the next records have expired. */
export async function wait(world: World): Promise<void> {
  world.waits += 1;
  // By now the expiry may be over.
  await sleep(Math.max(0, endOf(nextIn(world.state)) - now()));
  await untilExpiryCertain(world);
}
