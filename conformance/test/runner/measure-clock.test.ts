import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import type { Account } from "../../exchange/account.ts";
import { Unusable } from "../../results/errors.ts";
import type { Clock } from "../../results/report-model.ts";
import {
  clockRemarks,
  concurrencyAt,
  grainOf,
  measureClock,
  secondsAhead,
} from "../../runner/preflight/measure-clock.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { closedPort, withServer } from "../support/servers.ts";

const HOURS = 2 * 60 * 60;

/** A server with nothing but a clock. */
function clock(ahead: number, { delayMs = 0, grain = 1 } = {}): RequestListener {
  return (_request, response) => {
    const seconds = Math.floor(Date.now() / 1000 + ahead);
    const shown = seconds - (seconds % grain);
    setTimeout(() => response.writeHead(401, { "X-Weave-Timestamp": String(shown) }).end(), delayMs);
  };
}

function measured(listener: RequestListener) {
  return withServer(listener, (origin) => measuredAt(origin));
}

function measuredAt(origin: string) {
  return withLabAt(targetAt(origin), (lender) =>
    measureClock(lender.accounts(lender.target, 1, () => {})[0] as Account),
  );
}

test.concurrent.each([0, 30, -30, HOURS, -HOURS])(
  "a clock that is %i s ahead is known to a second",
  async (ahead) => {
    const found = await measured(clock(ahead));
    const [least, most] = found.offsetMs as [number, number];
    expect(least).toBeLessThanOrEqual(ahead * 1000 + 5);
    expect(most).toBeGreaterThanOrEqual(ahead * 1000 - 5);
    // A slow round trip on a busy machine leaves that much unknown.
    expect(Math.abs(secondsAhead(found) - ahead)).toBeLessThanOrEqual(1 + (most - least) / 2000);
    // A busy machine may send no two requests within a second.
    expect([null, 1000]).toContain(found.grainMs);
  },
);

test("the step of a clock is seen between requests that are less than a second apart", () => {
  const read = (...readings: [second: number, atMs: number][]) =>
    grainOf(readings.map(([second, atMs]) => ({ second, atMs })));
  expect(read([7, 0], [7, 50], [8, 100], [8, 150])).toBe(1000);
  expect(read([6, 0], [8, 50])).toBe(2000);
  // A second that ends during a pause does not show how many steps it took.
  expect(read([7, 0], [9, 1500], [10, 2400])).toBe(1000);
  expect(read([7, 0], [9, 1500])).toBe(null);
  // A clock that was set back.
  expect(read([7, 0], [3, 50], [4, 100])).toBe(1000);
  expect(read([7, 0])).toBe(null);
  expect(read()).toBe(null);
});

test.concurrent("the round trip and a coarse clock are measured", async () => {
  const found = await measured(clock(0, { delayMs: 40, grain: 2 }));
  expect(found.roundTripMs[0]).toBeGreaterThanOrEqual(39);
  expect(found.roundTripMs[1]).toBeGreaterThanOrEqual(found.roundTripMs[0]);
  expect([null, 2000]).toContain(found.grainMs);
});

test.concurrent("a server that tells no time is measured all the same", async () => {
  const found = await measured((_request, response) => response.writeHead(404).end());
  expect(found).toMatchObject({ offsetMs: null, grainMs: null });
  expect(secondsAhead(found)).toBe(0);
});

test.concurrent("a server that is not there is said not to be", async () => {
  const origin = await closedPort();
  await expect(measuredAt(origin)).rejects.toThrow(Unusable);
  await expect(measuredAt(origin)).rejects.toThrow(/cannot be reached: connection refused/);
});

test("more checks run at a time the farther a server is, up to a bound", () => {
  const at = (trip: number, timerMs = 1, followsRoundTrip = true, concurrency = 16) => {
    const clock: Clock = { offsetMs: null, grainMs: null, roundTripMs: [trip, trip], timerMs };
    return concurrencyAt(clock, { concurrency, followsRoundTrip });
  };
  expect([5, 26, 51, 76, 101, 1000].map((trip) => at(trip))).toEqual([16, 16, 32, 48, 64, 64]);
  // Somebody asked for so many, or already for more.
  expect(at(101, 1, false)).toBe(16);
  expect(at(101, 1, true, 100)).toBe(100);
  // Not the server is far, but this machine is busy.
  expect(at(101, 90)).toBe(16);
});

test("what may leave rules inconclusive is told before the run", () => {
  const plain: Clock = { offsetMs: [-20, 40], grainMs: 1000, roundTripMs: [3, 90], timerMs: 1 };
  const made = targetAt("http://a.test");
  expect(clockRemarks(plain, made)).toBe("");
  expect(clockRemarks({ ...plain, offsetMs: null }, made)).toBe("");
  const far: Clock = { ...plain, offsetMs: [-7_200_500, -7_199_600], roundTripMs: [250, 300] };
  const told = (remedy: string) =>
    ` (its clock is 7200 s behind, a round trip takes 250 ms: ${remedy} would make the run faster)`;
  expect(clockRemarks(far, made)).toBe(told("a higher --concurrency"));
  const accounts = [{ name: "one", endpoint: "http://a.test", keys: made.keys }];
  expect(clockRemarks(far, { ...made, accounts })).toBe(told("more accounts"));
});
