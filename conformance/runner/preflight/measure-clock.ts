import { setTimeout } from "node:timers/promises";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { Clock } from "../../results/model.ts";
import type { Target } from "../target.ts";
import { unreachableError } from "./preflight.ts";

/** A server tells whole seconds only, so that one of them has to end meanwhile. */
const ENOUGH_MS = 1200;
/** As many answers even of a slow server. */
const FEWEST_SAMPLES = 3;
const PAUSE_MS = 50;
/** Up to this round trip the number of checks at a time is the ordinary one. */
const NEAR_MS = 25;
/** No server sees more checks at a time than this, unless somebody asks for them. */
const MOST_CONCURRENCY = 64;
/** A slower round trip makes a run noticeably longer. */
const SLOW_MS = 100;
const MORE_ACCOUNTS = "more accounts";

/**
 * Measures the clock of a server against ours, the round trip, and how late our own timers are, in little more than
 * a second. Nothing is written, and no credentials are needed: every response carries `X-Weave-Timestamp`
 * (header.timestamp.present).
 * @returns with null for what the answers do not tell
 * @throws Unusable when there is no answer
 */
export async function measureClock(account: Account): Promise<Clock> {
  const trips: number[] = [];
  const late: number[] = [];
  let offset: [least: number, most: number] | null = null;
  let grain: number | null = null;
  let before: number | undefined;
  const began = performance.now();
  while (trips.length < FEWEST_SAMPLES || performance.now() - began < ENOUGH_MS) {
    const answer = await account.get("/info/configuration", { authorization: null });
    if (answer.status === 0) {
      throw await unreachableError(`account ${account.name} at ${account.endpoint.href}`, account, answer);
    }
    trips.push(answer.exchange.durationMs);
    offset = narrowed(offset, answer);
    const now = answer.integer("X-Weave-Timestamp");
    if (now !== undefined && before !== undefined && now > before) grain ??= (now - before) * 1000;
    before = now ?? before;
    const start = performance.now();
    await setTimeout(PAUSE_MS);
    late.push(performance.now() - start - PAUSE_MS);
  }
  return {
    offsetMs: offset && [Math.round(offset[0]), Math.round(offset[1])],
    grainMs: grain,
    roundTripMs: [median(trips), Math.max(...trips)],
    timerMs: Math.round(Math.max(0, ...late) * 10) / 10,
  };
}

/**
 * By how many whole seconds the clock of a server is ahead of ours; 0 where it is not known, or less than one.
 * @see measureClock
 */
export function secondsAhead({ offsetMs }: Clock): number {
  if (offsetMs === null) return 0;
  return Math.trunc((offsetMs[0] + offsetMs[1]) / 2000);
}

/**
 * How many checks run at a time. A server that is n times as far gets n times as many, up to a bound, so that it sees
 * no more requests a second than one that is near. What our own timers are late by is no part of the distance: on a busy
 * machine more checks at a time would make it busier.
 */
export function concurrencyAt(
  { roundTripMs: [trip], timerMs }: Clock,
  { concurrency, followsRoundTrip }: Pick<Target, "concurrency" | "followsRoundTrip">,
): number {
  const distance = trip - timerMs;
  if (!followsRoundTrip || distance <= NEAR_MS) return concurrency;
  return Math.max(concurrency, Math.min(MOST_CONCURRENCY, Math.floor((concurrency * distance) / NEAR_MS)));
}

/**
 * What may leave rules inconclusive, or make a run long, in words to be put behind the name of the target; empty where
 * nothing does.
 */
export function clockRemarks(
  clock: Clock,
  target: Pick<Target, "accounts" | "concurrency" | "followsRoundTrip">,
): string {
  const { accounts } = target;
  const concurrency = concurrencyAt(clock, target);
  const ahead = secondsAhead(clock);
  const [trip] = clock.roundTripMs;
  const remedy =
    accounts.length > 0 && accounts.length <= concurrency ? MORE_ACCOUNTS : "a higher --concurrency";
  const parts = [
    ahead === 0 ? "" : `its clock is ${Math.abs(ahead)} s ${ahead > 0 ? "ahead" : "behind"}`,
    tripText(trip, { remedy, more: concurrency > target.concurrency ? concurrency : null }),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** @param more checks at a time for it; null where it is the ordinary number */
function tripText(trip: number, { remedy, more }: { remedy: string; more: number | null }): string {
  const takes = `a round trip takes ${Math.round(trip)} ms`;
  if (more !== null && remedy !== MORE_ACCOUNTS) return `${takes}, so that ${more} checks run at a time`;
  return trip < SLOW_MS ? "" : `${takes}: ${remedy} would make the run faster`;
}

/** What is known of the offset once one more answer came: its second began or ended while it was under way. */
function narrowed(known: [number, number] | null, answer: Answer): [number, number] | null {
  const second = answer.integer("X-Weave-Timestamp");
  if (second === undefined) return known;
  const { startedAt, durationMs } = answer.exchange;
  const least = second * 1000 - (startedAt + durationMs);
  const most = (second + 1) * 1000 - startedAt;
  if (known === null) return [least, most];
  const both: [number, number] = [Math.max(known[0], least), Math.min(known[1], most)];
  // A clock that was set, or that jumps: the latest is as good as any.
  return both[0] <= both[1] ? both : [least, most];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
