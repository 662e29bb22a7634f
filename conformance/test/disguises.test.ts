import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { argumentsFor, checkByCommand } from "../reference/disguises/check.ts";
import { type DisguiseName, disguises, startDisguised } from "../reference/disguises/index.ts";
import type { Outcome } from "../report/model.ts";

const folder = mkdtempSync(join(tmpdir(), "sync2-disguises-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Wearing {
  /** The first is the outermost. */
  names: DisguiseName[];
  /** Every rule that does not come out as passed. */
  otherwise: Partial<Record<TestableRuleId, Outcome>>;
}

/** Each disguise is in one of these; `npm run flakes` runs each by itself. */
const WEARINGS: Wearing[] = [
  { names: ["jumps", "shuffled", "members", "upper-case", "chunked", "ahead"], otherwise: {} },
  { names: ["fields", "lower-case", "fixed-length", "gzip", "closing", "coarse"], otherwise: {} },
  // It only SHOULD be gzipped.
  { names: ["latency", "plain", "behind"], otherwise: { "encoding.gzip": "violated" } },
  { names: ["conflicts", "unavailable", "too-many"], otherwise: {} },
];

/** Half a minute on a machine that has nothing else to do. */
const LONG = 20 * 60_000;

test.each(WEARINGS)("a server in $names passes", { timeout: LONG }, async ({ names, otherwise }) => {
  const server = await startDisguised(...names);
  try {
    const { code, said, report } = await checkByCommand(server, folder, argumentsFor(names));
    const others = report.results.filter(({ outcome }) => outcome !== "passed");
    const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
    expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
      otherwise,
    );
    expect({ code, verdict: report.verdict, complete: report.complete }, said).toEqual({
      code: 0,
      verdict: "pass",
      complete: true,
    });
  } finally {
    await server.close();
  }
});

test("every disguise is worn", () => {
  expect(WEARINGS.flatMap(({ names }) => names).sort()).toEqual(Object.keys(disguises).sort());
});
