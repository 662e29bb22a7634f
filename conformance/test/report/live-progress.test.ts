import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createProgress } from "../../report/live-progress.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function stream(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

const passed = (rule: string) => ({ rule, outcome: "passed" as const });

test("without a terminal each area gets a line when it is finished", () => {
  const ci = stream(false);
  const progress = createProgress(ci, 5, { color: false, areas: { record: 2, info: 2, session: 1 } });
  progress.result(passed("record.a.b"));
  progress.result(passed("info.a.b"));
  expect(ci.written).toEqual([]);
  progress.result(passed("info.a.c"));
  expect(ci.written).toEqual(["info 2/2 passed\n"]);
  progress.result({ rule: "record.a.c", outcome: "violated" });
  progress.stop();
  vi.advanceTimersByTime(1000);
  expect(ci.written).toEqual(["info 2/2 passed\n", "record 1/2 passed, 1 violated\n"]);
});

test("an area that was cut short says so", () => {
  const ci = stream(false);
  const progress = createProgress(ci, 3, { color: false, areas: { record: 3 } });
  progress.result(passed("record.a.b"));
  progress.stop();
  progress.stop();
  expect(ci.written).toEqual(["record 1/3 passed, 2 not run\n"]);
});

test("a repeated result replaces the first", () => {
  const ci = stream(false);
  const progress = createProgress(ci, 2, { color: false });
  progress.result({ rule: "record.a.b", outcome: "broken" });
  progress.result(passed("record.a.b"));
  progress.stop();
  expect(ci.written).toEqual(["record 1/1 passed\n"]);
});

test("on a terminal one line is redrawn, at most ten times a second, and goes in the end", () => {
  const tty = stream(true, 60);
  const progress = createProgress(tty, 1000, { color: false, areas: { record: 1000 } });
  for (let n = 0; n < 1000; n += 1) {
    progress.result(passed(`record.a.n${n}`));
    vi.advanceTimersByTime(1);
  }
  expect(tty.written.length).toBeGreaterThan(5);
  expect(tty.written.length).toBeLessThanOrEqual(10);
  for (const text of tty.written) {
    expect(text.startsWith("\r\x1b[K")).toBe(true);
    expect(text).not.toContain("\n");
    expect(text.length).toBeLessThanOrEqual("\r\x1b[K".length + 59);
  }
  vi.advanceTimersByTime(100);
  expect(tty.written.at(-1)).toBe("\r\x1b[K1000/1000 rules  1/1 areas  1000 passed  1 s");
  progress.stop();
  expect(tty.written.at(-1)).toBe("\r\x1b[K");
  const count = tty.written.length;
  vi.advanceTimersByTime(5000);
  expect(tty.written).toHaveLength(count);
});

test("a narrow terminal gets a short line", () => {
  const tty = stream(true, 12);
  createProgress(tty, 100, { color: false }).result(passed("record.a.b"));
  vi.advanceTimersByTime(100);
  expect(tty.written).toEqual(["\r\x1b[K1/100 rule…"]);
});

test("the process is not kept alive", () => {
  vi.useRealTimers();
  const timer = vi.spyOn(globalThis, "setInterval");
  createProgress(stream(true), 1, { color: false });
  expect(timer.mock.results[0]?.value.hasRef()).toBe(false);
  timer.mockRestore();
});
