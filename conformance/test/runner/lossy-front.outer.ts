import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { checkByCommand } from "../../reference/disguises/check-by-command.ts";
import { type LineFaults, startBehindLossyFront } from "../../reference/lossy-front.ts";
import { isSeenViolated } from "../../results/verdict.ts";

/** Of each kind of check some: single requests, sessions, refusals that leave nothing behind, races, a model. */
const RULES = [
  "record.created",
  "record.get",
  "record.post",
  "record.put",
  "collection.delete",
  "session.commit.applied",
  "session.lease.whole",
  "delete.query.nothing-deleted",
  "race.create.once",
  "status.declared",
  "info",
];

/** What a line loses, and what at least goes without an answer of it. */
const LINES: Record<string, { line: LineFaults; least: number }> = {
  "0.1 % of the connections are reset": { line: { resets: 0.001, seed: 3 }, least: 1 },
  "1 % of the connections are reset": { line: { resets: 0.01, seed: 5 }, least: 5 },
  "one request is answered 502": {
    line: { badGateway: (_, head) => head.startsWith("PUT") && firstOf(head) },
    least: 1,
  },
  "the server is away for a second, and begins again without its data": {
    line: { restart: { after: 400, awayMs: 1000 } },
    least: 1,
  },
};

let isDone = false;
function firstOf(head: string): boolean {
  if (isDone || !head.includes("/c/")) return false;
  isDone = true;
  return true;
}

/** Runs the command, and gives what it says of the server behind a line. */
async function check(line: LineFaults, rules = RULES) {
  const folder = mkdtempSync(join(tmpdir(), "sync2-lossy-"));
  const server = await startBehindLossyFront(line);
  try {
    const {
      code,
      output: said,
      report,
    } = await checkByCommand(server, folder, ["--only", rules.join(",")], {
      command: inject("command"),
    });
    const blamed = report.results.filter(({ outcome }) => isSeenViolated(outcome));
    return { code, said, report, blamed: blamed.map(({ rule, reason }) => `${rule}: ${reason}`) };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

test.concurrent.each(Object.entries(LINES))(
  "nothing is held against a server where %s",
  async (_, { line, least }) => {
    const { code, said, report, blamed } = await check(line);
    expect(blamed).toEqual([]);
    expect(code).not.toBe(1);
    expect(report.timing.unanswered).toBeGreaterThanOrEqual(least);
    expect(said).toMatch(/ exchanges in .*, \d+ of them without an answer of the server/);
  },
);

test.concurrent("a front that never answers one kind of request lets nothing pass that depends on it", async () => {
  const line: LineFaults = {
    badGateway: (_, head) => head.startsWith("DELETE") && /\/storage\/c\/a /.test(head),
  };
  const { code, report, blamed } = await check(line, ["record.delete.gone", "record.created"]);
  expect(blamed).toEqual([]);
  expect(code).toBe(4);
  expect(report).toMatchObject({
    verdict: "broken",
    complete: false,
    summary: { passed: 1, inconclusive: 1 },
  });
});

test.concurrent("a server that goes away for good ends the run with an error", async () => {
  const { code, report } = await check({ restart: { after: 200, awayMs: 600_000 } }, [
    "record",
    "collection",
  ]);
  expect(code).toBe(4);
  expect(report.verdict).toBe("broken");
});
