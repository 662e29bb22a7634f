import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import type { TestableRuleId } from "../../generated/rules.ts";
import { argumentsFor, checkByCommand } from "../reference/disguises/check.ts";
import { type DisguiseName, startDisguised } from "../reference/disguises/index.ts";
import { areaOf } from "../results/areas.ts";
import type { Outcome } from "../results/model.ts";
import { TESTABLE } from "../runner/select/rule-selectors.ts";

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
/** What one server in disguise shows of these is enough: they ask for what others ask for, only more of it at a time. */
const SEARCHES = ["model", "race"];

/** Each disguise is in one of these; `npm run flakes` runs each by itself. */
export const NEAR: Wearing = {
  names: [
    ...(["conflicts", "unavailable", "too-many", "jumps", "shuffled", "members", "fields"] as const),
    ...(["upper-case", "chunked", "gzip", "ahead"] as const),
  ],
  otherwise: {},
};

/** A server has one clock: this one is read in whole seconds. Asked is what has to do with time. */
export const COARSE: Wearing = {
  names: ["coarse", "closing"],
  otherwise: {},
  only: ["auth", "expiry", "header", "limit", "message", "quota", "retry", "session"],
};

/** The others, of a server far away: most of its time nobody has anything to do. */
export const FAR: Wearing = {
  names: ["latency", "plain", "lower-case", "fixed-length", "behind"],
  // It only SHOULD be gzipped.
  otherwise: { "encoding.gzip": "violated" },
  limited: TIMED,
  only: AREAS.filter((area) => !SEARCHES.includes(area)),
};

/** Half a minute on a machine that has nothing else to do. */
export const LONG = 20 * 60_000;

/** Runs the suite on a server in disguise, by the real command, and expects it to pass. */
export async function expectToPass({ names, otherwise, limited = [], only = AREAS }: Wearing): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sync2-disguises-"));
  const server = await startDisguised(...names);
  try {
    const args = [...argumentsFor(names), "--only", only.join(",")];
    const { code, said, report } = await checkByCommand(server, folder, args, { command: inject("command") });
    const isLimited = (rule: string, outcome: Outcome) =>
      outcome === "inconclusive" && limited.includes(areaOf(rule));
    const others = report.results.filter(
      ({ rule, outcome }) => outcome !== "passed" && !isLimited(rule, outcome),
    );
    const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
    expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
      otherwise,
    );
    expect(report.summary.inconclusive).toBeLessThan(MOST_INCONCLUSIVE);
    expect({ code, verdict: report.verdict }, said).toEqual({ code: 0, verdict: "pass" });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
