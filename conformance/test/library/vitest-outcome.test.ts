import { describe, expect, test } from "vitest";
import { settleTest } from "../../library/vitest-outcome.ts";
import type { Level, Outcome, RuleResult } from "../../results/report-model.ts";

function result(outcome: Outcome, level: Level = "MUST"): RuleResult {
  const seen = outcome === "violated" || outcome === "inconsistent";
  return {
    rule: "record.created",
    level,
    outcome,
    reason: outcome === "passed" ? null : "because of it",
    violation: seen
      ? { exchange: null, expected: "201", got: "204", curl: "curl -i http://x", script: ["1 PUT /a"] }
      : null,
    durationMs: 1,
    exchanges: [],
  };
}

/** What a test does with it: what it throws, why it is skipped, what it warns of. */
async function settled(of: RuleResult): Promise<Record<"failed" | "skipped" | "warned", string | null>> {
  const said = { failed: null, skipped: null, warned: null } as Awaited<ReturnType<typeof settled>>;
  const context = {
    skip: (reason: string) => {
      said.skipped = reason;
    },
    annotate: async (text: string, kind: string) => {
      said.warned = `${kind}: ${text}`;
    },
  };
  await settleTest(of, new Map(), context as unknown as Parameters<typeof settleTest>[2]).catch(
    (error: Error) => {
      said.failed = error.message;
    },
  );
  return said;
}

const NOTHING = { failed: null, skipped: null, warned: null };

describe("what becomes of a test", () => {
  test("passed passes", async () => {
    expect(await settled(result("passed"))).toEqual(NOTHING);
  });

  test.for(["violated", "inconsistent"] as const)(
    "a MUST that is %s fails, with all that was seen",
    async (outcome) => {
      const { failed, ...rest } = await settled(result(outcome));
      expect(rest).toEqual({ skipped: null, warned: null });
      for (const part of [
        outcome,
        "MUST answer 201",
        "expected  201",
        "got       204",
        "1 PUT /a",
        "$ curl -i",
      ]) {
        expect(failed).toContain(part);
      }
    },
  );

  test("broken fails, whatever the level", async () => {
    for (const level of ["MUST", "SHOULD"] as const) {
      expect(await settled(result("broken", level))).toEqual({ ...NOTHING, failed: "broken: because of it" });
    }
  });

  test("a violated SHOULD passes with a warning", async () => {
    const { warned, ...rest } = await settled(result("violated", "SHOULD"));
    expect(rest).toEqual({ failed: null, skipped: null });
    expect(warned).toMatch(/^warning: ✕ record.created {2}SHOULD/);
  });

  test.for(["untested", "notApplicable", "inconclusive"] as const)(
    "%s is skipped with its reason",
    async (outcome) => {
      expect(await settled(result(outcome))).toEqual({ ...NOTHING, skipped: `${outcome}: because of it` });
    },
  );
});
