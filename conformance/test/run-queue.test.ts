import { afterEach, expect, test, vi } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { type Check, needs } from "../engine/check.ts";
import { startReference } from "../reference/server.ts";
import { judgeAll } from "../run/queue.ts";
import { CANARY, targetAt, withLabAt } from "./labs.ts";

const checks: Record<string, Check> = {};
vi.mock("../checks/index.ts", () => ({
  get checks() {
    return checks;
  },
}));

const WAITING = ["expiry.lives", "expiry.kept", "expiry.views"] as const;
const WORKING = ["record.get.ok", "record.head", "record.created"] as const;

afterEach(() => {
  for (const rule of Object.keys(checks)) delete checks[rule];
});

/** Judges three rules that wait and three that do not. @returns in which order they began, and how many waited at once */
async function judged(concurrency: number): Promise<{ began: string[]; most: number }> {
  const began: string[] = [];
  let [waiting, most] = [0, 0];
  for (const rule of WAITING) {
    checks[rule] = needs({ waits: true, partitions: 1 }, async () => {
      began.push(rule);
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setTimeout(resolve, 50));
      waiting -= 1;
    });
  }
  for (const rule of WORKING) {
    checks[rule] = needs({ partitions: 1 }, async () => {
      began.push(rule);
    });
  }
  const server = await startReference({ token: (account) => `${CANARY}-${account}` });
  const target = targetAt("", { endpoint: server.endpoint, concurrency, repeats: 0 });
  const all: TestableRuleId[] = [...WORKING, ...WAITING];
  try {
    await withLabAt(target, (lab) => judgeAll(lab, target, all, () => {}));
  } finally {
    await server.close();
  }
  return { began, most };
}

test("what waits and what works begin side by side, each in its order", async () => {
  const { began } = await judged(2);
  expect(began.toSorted()).toEqual([...WAITING, ...WORKING].toSorted());
  expect(began.slice(0, 2)).toEqual(["expiry.lives", "record.get.ok"]);
  // While the first one waits, all that works is done.
  expect(began.slice(1, 4)).toEqual([...WORKING]);
});

test("where nothing else is left, all places are for what waits", async () => {
  expect((await judged(6)).most).toBe(3);
});

test("with one place, what waits comes first", async () => {
  expect((await judged(1)).began).toEqual([...WAITING, ...WORKING]);
});
