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

/**
 * What takes so many round trips within a session of 5 s, or a wait of 2 s, as the reference server has them, that it
 * may be too late on a slow line.
 */
const SLOW_ON_A_SLOW_LINE: TestableRuleId[] = [
  "auth.conceals.body",
  "limit.header",
  "limit.header.name",
  "limit.header.value",
  "limit.session-bytes",
  "limit.session-records",
  "limit.session-records.within",
  "limit.too-many.code",
  "limit.wait.over",
  "limit.wait.refused",
  "limit.wait.retry-after",
  "limit.wait.well-sized",
  "quota.commit-lives",
  "race.session.lease",
  "retry.elsewhere",
  "retry.present",
  "session.begin.ahead",
  "session.begin.overlap",
  "session.begin.too-many",
  "session.commit.applied",
  "session.commit.empty",
  "session.commit.one-version",
  "session.commit.order",
  "session.commit.ttl",
  "session.end.frees",
  "session.ended.code",
  "session.ended.foreign",
  "session.ended.unknown",
  "session.lease.outside",
  "session.lease.retry-after",
  "session.renew",
  "session.scope.outside",
  "session.scope.whole",
  "session.staged.form",
  "session.staged.invisible",
  "session.staged.precondition",
  "session.staged.version",
  "session.state.head",
  "session.state.reads",
  "session.state.staged",
];

interface Wearing {
  /** The first is the outermost. */
  names: DisguiseName[];
  /** Every rule that does not come out as passed. */
  otherwise: Partial<Record<TestableRuleId, Outcome>>;
  /** Rules that may be inconclusive. */
  limited?: TestableRuleId[];
}

/** Each disguise is in one of these; `npm run flakes` runs each by itself. */
const WEARINGS: Wearing[] = [
  { names: ["jumps", "shuffled", "members", "upper-case", "chunked", "ahead"], otherwise: {} },
  { names: ["fields", "lower-case", "fixed-length", "gzip", "closing", "coarse"], otherwise: {} },
  // It only SHOULD be gzipped.
  {
    names: ["latency", "plain", "behind"],
    otherwise: { "encoding.gzip": "violated" },
    limited: SLOW_ON_A_SLOW_LINE,
  },
  { names: ["conflicts", "unavailable", "too-many"], otherwise: {} },
];

/** Half a minute on a machine that has nothing else to do. */
const LONG = 20 * 60_000;

test.each(WEARINGS)(
  "a server in $names passes",
  { timeout: LONG },
  async ({ names, otherwise, limited = [] }) => {
    const server = await startDisguised(...names);
    try {
      const { code, said, report } = await checkByCommand(server, folder, argumentsFor(names));
      const isLimited = (rule: string, outcome: Outcome) =>
        outcome === "inconclusive" && limited.some((one) => one === rule);
      const others = report.results.filter(
        ({ rule, outcome }) => outcome !== "passed" && !isLimited(rule, outcome),
      );
      const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
      expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
        otherwise,
      );
      expect({ code, verdict: report.verdict }, said).toEqual({ code: 0, verdict: "pass" });
    } finally {
      await server.close();
    }
  },
);

test("every disguise is worn", () => {
  expect(WEARINGS.flatMap(({ names }) => names).sort()).toEqual(Object.keys(disguises).sort());
});
