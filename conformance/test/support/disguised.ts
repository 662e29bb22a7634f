import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { argumentsFor, checkByCommand } from "../../reference/disguises/check.ts";
import { type DisguiseName, startDisguised } from "../../reference/disguises/index.ts";
import { areaOf } from "../../results/areas.ts";
import type { Outcome, Report } from "../../results/model.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";

/**
 * Areas with rules about a clock: where so many round trips do not fit into a session of 5 s, a ttl of 3 s or a wait of
 * 2 s, as the reference server has them, nothing is said. Which rules these are depends on the machine.
 */
const TIMED = [
  ...["account", "auth", "conditional", "expiry", "limit", "message", "model", "order"],
  ...["quota", "race", "record", "retry", "session"],
];
/** Far more than were ever seen, and few enough for a run that still says something. */
const MOST_INCONCLUSIVE = 60;

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

/** Each disguise is in one of these; `npm run flakes` runs each by itself. */
export const NEAR: Wearing = {
  names: [
    ...(["conflicts", "unavailable", "too-many", "jumps", "shuffled", "members", "fields"] as const),
    ...(["upper-case", "chunked", "gzip", "ahead"] as const),
  ],
  otherwise: {},
};

/** A server has one clock, and this one is read in whole seconds: checked are the rules about time. */
export const COARSE: Wearing = {
  names: ["coarse", "closing"],
  otherwise: {},
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

/** The others, of a server far away: most of its time nobody has anything to do. It is checked stage by stage. */
export const FAR: Wearing = {
  names: ["latency", "plain", "lower-case", "fixed-length", "behind"],
  // It only SHOULD be gzipped.
  otherwise: { "encoding.gzip": "violated" },
  limited: TIMED,
};

/** Half a minute on a machine that has nothing else to do. */
export const LONG = 20 * 60_000;

/** Expects a run on a server in disguise to pass. */
export function expectPassed(report: Report, { otherwise, limited = [] }: Wearing): void {
  const isLimited = (rule: string, outcome: Outcome) =>
    outcome === "inconclusive" && limited.includes(areaOf(rule));
  const others = report.results.filter(
    ({ rule, outcome }) => outcome !== "passed" && !isLimited(rule, outcome),
  );
  const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
  const checked = new Set<string>(report.results.map(({ rule }) => rule));
  const expected = Object.entries(otherwise).filter(([rule]) => checked.has(rule));
  expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
    Object.fromEntries(expected),
  );
  expect(report.summary.inconclusive).toBeLessThan(MOST_INCONCLUSIVE);
  expect(report.verdict).toBe("pass");
}

/** Runs the suite on a server in disguise, by the real command, and expects it to pass. */
export async function expectToPass(wearing: Wearing): Promise<void> {
  const { names, only = AREAS } = wearing;
  const folder = mkdtempSync(join(tmpdir(), "sync2-disguises-"));
  const server = await startDisguised(...names);
  try {
    const args = [...argumentsFor(names), "--only", only.join(",")];
    const { code, said, report } = await checkByCommand(server, folder, args, { command: inject("command") });
    expectPassed(report, wearing);
    expect(code, said).toBe(0);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
