import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { withCheckTimeout } from "../../runner/judge/check-timeout.ts";
import { Broken } from "../../runner/outcomes.ts";

const soon = { idleMs: 400, longestMs: 60_000, lookEveryMs: 10 };
const never = new Promise<void>(() => {});

test("a check that waits for nothing that comes is given up", async () => {
  await expect(withCheckTimeout(never, () => 3, 1, soon)).rejects.toThrow(Broken);
  await expect(withCheckTimeout(never, () => 3, 1, soon)).rejects.toThrow(
    /stopped after \d+ s, the last 0.4 of them without an answer/,
  );
});

test("a check that is answered again and again may take its time, but not for ever", async () => {
  let answered = 0;
  await withCheckTimeout(setTimeout(1200), () => answered++, 1, soon);
  const brief = { ...soon, longestMs: 300 };
  await expect(withCheckTimeout(never, () => answered++, 1, brief)).rejects.toThrow(/stopped after \d+ s$/);
});

test("what a check throws is thrown", async () => {
  await expect(withCheckTimeout(Promise.reject(new Error("a reason")), () => 0, 1, soon)).rejects.toThrow(
    "a reason",
  );
});
