import { expect, test } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { startReference } from "../../reference/server.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { judgeRules } from "../../runner/judge/judge-queue.ts";
import { CANARY, targetAt, withLabAt } from "../support/account-lenders.ts";

const WAITING = ["expiry.lives", "expiry.kept", "expiry.views"] as const;
const WORKING = ["record.get.ok", "record.head", "record.created"] as const;

/**
 * Judges three rules that wait and three that do not. No clock decides anything: a check that waits does so until
 * others began.
 * @param isOver says, by what began, when the first check that waits may end
 * @returns in which order they began
 */
async function judged(concurrency: number, isOver: (began: readonly string[]) => boolean): Promise<string[]> {
  const began: string[] = [];
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begin = (rule: string) => {
    began.push(rule);
    if (isOver(began)) end();
  };
  const checks = new Map<TestableRuleId, Check>();
  for (const rule of WAITING) {
    const check = needs({ waits: true, partitions: 1 }, async () => {
      begin(rule);
      await over;
    });
    checks.set(rule, check);
  }
  for (const rule of WORKING) {
    checks.set(
      rule,
      needs({ partitions: 1 }, async () => begin(rule)),
    );
  }
  const server = await startReference({ token: (account) => `${CANARY}-${account}` });
  const target = targetAt("", { endpoint: server.endpoint, concurrency, repeats: 0 });
  const all: TestableRuleId[] = [...WORKING, ...WAITING];
  const find = (rule: TestableRuleId) => checks.get(rule) as Check;
  try {
    await withLabAt(target, (lender) => judgeRules(lender, target, all, () => {}, find));
  } finally {
    await server.close();
  }
  return began;
}

test("what waits and what works begin side by side, each in its order", async () => {
  const began = await judged(2, (so) => WORKING.every((rule) => so.includes(rule)));
  expect(began.toSorted()).toEqual([...WAITING, ...WORKING].toSorted());
  // While the first one waits, all that works is done.
  expect(began.slice(0, 4).toSorted()).toEqual([WAITING[0], ...WORKING].toSorted());
  expect(began.filter((rule) => rule !== WAITING[0]).slice(0, 3)).toEqual([...WORKING]);
});

test("where nothing else is left, all places are for what waits", async () => {
  // Each waits until all of them do: where one had no place, this would never end.
  await judged(6, (so) => WAITING.every((rule) => so.includes(rule)));
});

test("with one place, what waits comes first", async () => {
  expect(await judged(1, () => true)).toEqual([...WAITING, ...WORKING]);
});
