import { expect, test } from "vitest";
import { embedded } from "../../config/reference-target.ts";
import type { Account } from "../../exchange/account.ts";
import { startReference } from "../../reference/server.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { verdict } from "../../results/verdict.ts";
import { type Check, needs } from "../../runner/define-check.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import { Broken, Inconclusive, Violated } from "../../runner/outcomes.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";

type Turn = "passes" | "is violated" | "is too coarse" | "breaks";

/** A check that comes out as told, attempt by attempt, and then always as the last time. */
function turning(turns: readonly Turn[], seen: Account[] = []): Check {
  return needs({ partitions: 1 }, async ({ account }) => {
    const turn = turns[Math.min(seen.length, turns.length - 1)];
    seen.push(account);
    const answer = await account.put("/storage/c/a", { payload: "x" });
    if (turn === "is violated") throw new Violated("a cat", `dog ${seen.length}`, answer);
    if (turn === "is too coarse") throw new Inconclusive("too coarse");
    if (turn === "breaks") throw new Broken("set-up: no way");
  });
}

async function judged(turns: readonly Turn[], repeats = 2): Promise<RuleResult & { attempts: number }> {
  const seen: Account[] = [];
  const server = await startReference();
  const target = targetAt("", { ...embedded(server), repeats });
  const result = await withLabAt(target, (lender) =>
    judgeRule("record.created", turning(turns, seen), lender),
  ).finally(() => server.close());
  expect(new Set(seen.map(({ name }) => name)).size).toBe(seen.length);
  return { ...result, attempts: seen.length };
}

test.each<[Turn[], string, number]>([
  [["passes"], "passed", 1],
  [["is violated"], "violated", 2],
  [["is violated", "passes", "is violated"], "violated", 3],
  [["is too coarse", "is violated", "is violated"], "violated", 3],
  [["is too coarse", "passes"], "passed", 2],
  [["is too coarse"], "inconclusive", 3],
  [["breaks"], "broken", 1],
])(
  "a check that %j on accounts of its own each time comes to %s after %i attempts",
  async (turns, outcome, attempts) => {
    expect(await judged(turns)).toMatchObject({ outcome, attempts });
  },
);

test("a violation that does not show again is reported with its evidence and the counts, and fails the run", async () => {
  const result = await judged(["is violated", "passes", "breaks"]);
  expect(result).toMatchObject({ outcome: "inconsistent", attempts: 3 });
  expect(result.reason).toBe("violated in 1 of 3 attempts (1 passed, 1 broken): expected a cat; got dog 1");
  const shown = result.exchanges.find(({ id }) => id === result.violation?.exchange);
  expect(shown?.request.url).toMatch(/storage\/c\/a$/);
  expect(result.violation?.curl).toMatch(/storage\/c\/a/);
  expect(verdict([result])).toBe("fail");
  expect(
    verdict([
      { ...result, level: "SHOULD" },
      { rule: "record.changed", level: "MUST", outcome: "passed" },
    ]),
  ).toBe("pass");
});

test("nothing is repeated where nothing is to be", async () => {
  expect(await judged(["is violated"], 0)).toMatchObject({ outcome: "violated", attempts: 1 });
  expect(await judged(["is too coarse", "is violated"], 0)).toMatchObject({
    outcome: "violated",
    attempts: 2,
  });
});
