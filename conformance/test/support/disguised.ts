/** Groups the disguises of the reference server, and runs the suite against them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { argumentsFor, checkByCommand } from "../../reference/disguises/check-by-command.ts";
import { type DisguiseName, startDisguised } from "../../reference/disguises/index.ts";
import { areaOf } from "../../results/group-results.ts";
import type { Outcome, RuleResult } from "../../results/report-model.ts";
import { verdict } from "../../results/verdict.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";

/**
 * Areas with rules about a clock. A server that is far away, or a busy machine, may be too slow for a session of 5 s, a
 * ttl of 3 s or a wait of 2 s, as the reference server has them. Then the rule is inconclusive.
 */
const TIMED = [
  ...["account", "auth", "conditional", "expiry", "limit", "message", "model", "order"],
  ...["quota", "race", "record", "retry", "session"],
];
/** The most results that may be inconclusive: far more than were ever seen, and a run of few rules still has others. */
const MOST_INCONCLUSIVE = 60;
const MOST_INCONCLUSIVE_SHARE = 0.5;

/** Disguises that a server wears at once. */
export interface Wearing {
  /** The first is the outermost. */
  names: DisguiseName[];
  /** Every rule that does not come out as passed. */
  otherwise: Partial<Record<TestableRuleId, Outcome>>;
  /** Areas whose rules may be inconclusive. */
  limited?: string[];
  /** The areas that are checked; all of them where left out. */
  only?: string[];
}

const AREAS = [...new Set(TESTABLE.map(areaOf))];

/** Each disguise is in one of these; `npm run flakes` checks each by itself, with all rules. This is for all rules. */
export const NEAR: Wearing = {
  names: [
    ...(["conflicts", "unavailable", "too-many", "jumps", "shuffled", "members", "fields"] as const),
    ...(["upper-case", "chunked", "gzip", "ahead"] as const),
  ],
  otherwise: {},
  limited: TIMED,
};

/** A server has one clock, and this one is read in whole seconds: checked are the rules about time. */
export const COARSE: Wearing = {
  names: ["coarse", "closing"],
  otherwise: {},
  limited: TIMED,
  only: [
    ...["auth.expired", "auth.hawk.replay", "auth.hawk.stale", "auth.hawk.stale-time", "expiry"],
    ...["header.timestamp", "limit.wait", "message.list", "quota.expired", "quota.sessions", "retry.present"],
    ...[
      "session.begin.ahead",
      "session.begin.created",
      "session.begin.ttl-clamped",
      "session.commit.expired",
    ],
    ...["session.commit.modified", "session.commit.ttl", "session.end", "session.ended.expired"],
    ...["session.ended.kept", "session.lease.retry-after", "session.renew", "session.state"],
  ],
};

/** The others, of a server far away: checked are rules about time, order and what the wire can touch. */
export const FAR: Wearing = {
  names: ["latency", "plain", "lower-case", "fixed-length", "behind"],
  // It only SHOULD be gzipped.
  otherwise: { "encoding.gzip": "violated" },
  limited: TIMED,
  only: [
    ...["accept", "auth.hawk.stale", "auth.hawk.stale-time", "conditional.modified", "encoding", "expiry"],
    ...["header", "limit.wait", "list", "race", "retry", "session.end", "session.lease", "session.renew"],
  ],
};

/** Expects the rules to pass on a server in disguise. */
export function expectPassed(results: readonly RuleResult[], { otherwise, limited = [] }: Wearing): void {
  const isLimited = (rule: string, outcome: Outcome) =>
    outcome === "inconclusive" && limited.includes(areaOf(rule));
  const others = results.filter(({ rule, outcome }) => outcome !== "passed" && !isLimited(rule, outcome));
  const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
  const checked = new Set<string>(results.map(({ rule }) => rule));
  const expected = Object.entries(otherwise).filter(([rule]) => checked.has(rule));
  expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
    Object.fromEntries(expected),
  );
  const most = Math.min(MOST_INCONCLUSIVE, results.length * MOST_INCONCLUSIVE_SHARE);
  expect(results.filter(({ outcome }) => outcome === "inconclusive").length).toBeLessThan(most);
  expect(verdict(results)).toBe("pass");
}

/** Runs the suite on a server in disguise, by the real command, and expects it to pass. */
export async function expectToPass(wearing: Wearing): Promise<void> {
  const { names, only = AREAS } = wearing;
  const folder = mkdtempSync(join(tmpdir(), "sync2-disguises-"));
  const server = await startDisguised(...names);
  try {
    const args = [...argumentsFor(names), "--only", only.join(",")];
    const {
      code,
      output: said,
      report,
    } = await checkByCommand(server, folder, args, { command: inject("command") });
    expectPassed(report.results, wearing);
    expect({ code, verdict: report.verdict }, said).toEqual({ code: 0, verdict: "pass" });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
