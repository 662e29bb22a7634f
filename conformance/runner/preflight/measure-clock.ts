import { setTimeout } from "node:timers/promises";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { Clock } from "../../results/report-model.ts";
import type { Target } from "../target.ts";
import { unreachableError } from "./preflight.ts";

/** Duration of the measurement: a server sends whole seconds, so one has to end meanwhile. */
const ENOUGH_MS = 1200;
/** Fewest answers, even from a slow server. */
const FEWEST_SAMPLES = 3;
const PAUSE_MS = 50;
/** Up to this round trip, the ordinary number of checks runs at a time. */
const NEAR_MS = 25;
/** Most checks at a time, unless the user sets a number. */
const MOST_CONCURRENCY = 64;
/** A slower round trip makes a run noticeably longer. */
const SLOW_MS = 100;
const MORE_ACCOUNTS = "more accounts";

/**
 * Measures the offset of the server's clock, the round trip and the lateness of our timers, in little more than a
 * second. It writes nothing and sends no credentials: every response has `X-Weave-Timestamp` (header.timestamp.present).
 * @returns the measurements; null for those that the answers do not show
 * @throws Unusable when there is no answer
 */
export async function measureClock(account: Account): Promise<Clock> {
  const trips: number[] = [];
  const late: number[] = [];
  let offset: [least: number, most: number] | null = null;
  const readings: Reading[] = [];
  const began = performance.now();
  while (trips.length < FEWEST_SAMPLES || performance.now() - began < ENOUGH_MS) {
    const answer = await account.get("/info/configuration", { authorization: null });
    if (answer.status === 0) {
      throw await unreachableError(`account ${account.name} at ${account.endpoint.href}`, account, answer);
    }
    trips.push(answer.exchange.durationMs);
    offset = narrowed(offset, answer);
    const second = answer.integer("X-Weave-Timestamp");
    if (second !== undefined) readings.push({ second, atMs: answer.exchange.startedAt });
    const start = performance.now();
    await setTimeout(PAUSE_MS);
    late.push(performance.now() - start - PAUSE_MS);
  }
  return {
    offsetMs: offset && [Math.round(offset[0]), Math.round(offset[1])],
    grainMs: grainOf(readings),
    roundTripMs: [median(trips), Math.max(...trips)],
    timerMs: Math.round(Math.max(0, ...late) * 10) / 10,
  };
}

/** A time that the server sent, and when it was asked for, in milliseconds. */
interface Reading {
  second: number;
  atMs: number;
}

/**
 * The step in which the server's clock goes on, in milliseconds; null if no reading shows it. Only readings less than
 * a second apart count: after a pause of a busy machine, a clock has made more than one step.
 */
export function grainOf(readings: readonly Reading[]): number | null {
  for (const [index, { second, atMs }] of readings.entries()) {
    const before = readings[index - 1];
    if (before && second > before.second && atMs - before.atMs < 1000) return (second - before.second) * 1000;
  }
  return null;
}

/**
 * Whole seconds by which the server's clock is ahead of ours; 0 if unknown.
 * @see measureClock
 */
export function secondsAhead({ offsetMs }: Clock): number {
  if (offsetMs === null) return 0;
  return Math.trunc((offsetMs[0] + offsetMs[1]) / 2000);
}

/**
 * The number of checks at a time. It grows with the round trip up to a limit, so that a far server gets as many requests
 * per second as a near one. The lateness of our timers is subtracted: more checks would make a busy machine busier.
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
 * Remarks about a clock that may leave rules inconclusive, or a round trip that makes the run long, to print after the
 * name of the target; empty if there are none.
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

/** @param more the raised number of checks at a time; null if it is the ordinary one */
function tripText(trip: number, { remedy, more }: { remedy: string; more: number | null }): string {
  const takes = `a round trip takes ${Math.round(trip)} ms`;
  if (more !== null && remedy !== MORE_ACCOUNTS) return `${takes}, so that ${more} checks run at a time`;
  return trip < SLOW_MS ? "" : `${takes}: ${remedy} would make the run faster`;
}

/** Narrows the range of the clock's offset by one more answer. */
function narrowed(known: [number, number] | null, answer: Answer): [number, number] | null {
  const second = answer.integer("X-Weave-Timestamp");
  if (second === undefined) return known;
  const { startedAt, durationMs } = answer.exchange;
  const least = second * 1000 - (startedAt + durationMs);
  const most = (second + 1) * 1000 - startedAt;
  if (known === null) return [least, most];
  const both: [number, number] = [Math.max(known[0], least), Math.min(known[1], most)];
  // The ranges contradict each other if the clock was set meanwhile: then the latest counts.
  return both[0] <= both[1] ? both : [least, most];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
