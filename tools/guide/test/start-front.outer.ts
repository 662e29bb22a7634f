import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { checkByCommand } from "../../../conformance/reference/disguises/check-by-command.ts";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import { TESTABLE } from "../../../conformance/runner/select/rule-selectors.ts";
import { FRONTS } from "../fronts/front-commands.ts";
import { makeCertificate } from "../fronts/make-certificate.ts";
import { readChapter, sectionOf } from "../fronts/reverse-proxy-chapter.ts";
import { startFront } from "../fronts/start-front.ts";

/** What a front can touch: targets, header fields, bodies, codings, signatures. The rest is between client and server. */
const TOUCHED = [
  ...["accept.lines", "body", "encoding", "header", "limit", "method", "path", "query", "status"],
  ...["auth.hawk", "auth.challenge.offered", "collection.name", "record.id", "record.payload.round-trip"],
  ...["session.ended.aborted", "conditional.modified.syntax", "error.never-400", "error.problem"],
];
/** Not these: what they look at lies behind the front, or others send the same. */
const BEHIND = [
  /acts-not$|stores-nothing$|\.(length|ordinary)$/,
  /^auth\.hawk\.(foreign|hash|id|mac|replay)$/,
  /^header\.(version|next-offset)\b|^header\..*(present|stable|turn|monotonic)$/,
  /^limit\.(wait|session)|^query\.(write|invalid|number|twice)|^body\.(charset\.other|encoding\.other|ignored)$/,
];
const RULES = TESTABLE.filter((rule) => TOUCHED.some((part) => `${rule}.`.startsWith(`${part}.`))).filter(
  (rule) => !BEHIND.some((pattern) => pattern.test(rule)),
);
/** Seconds for an exchange: on a busy machine a front is slow, which is nothing that the chapter is about. */
const PATIENCE = "120";
/** Rules about a session or wait of seconds, for which a busy machine may be too slow. */
const MOST_INCONCLUSIVE = 15;

const temporary = mkdtempSync(join(tmpdir(), "fronts-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** The same server as it is reached through a front. */
function through(origin: string, server: Running): Running {
  const { origin: direct } = new URL(server.endpoint);
  const moved = JSON.parse(JSON.stringify(server).replaceAll(direct, origin)) as Running;
  return { ...moved, close: server.close };
}

test.each(FRONTS)("behind $name every rule is kept that the chapter says can be", async (front) => {
  const { configuration, cannotKeep } = sectionOf(readChapter(), front.name);
  const folder = mkdtempSync(join(temporary, "run-"));
  const certificate = makeCertificate(folder);
  const server = await startReference();
  const backend = Number(new URL(server.endpoint).port);
  const running = await startFront(front, { configuration, folder, backend, certificate }).catch(
    async (error) => {
      await server.close();
      throw error;
    },
  );
  try {
    const args = ["--only", RULES.join(","), "--timeout", PATIENCE];
    const { output: said, report } = await checkByCommand(through(running.origin, server), folder, args, {
      environment: { NODE_EXTRA_CA_CERTS: certificate.crt },
      command: inject("command"),
    });
    const others = report.results.filter(({ outcome }) => outcome !== "passed" && outcome !== "inconclusive");
    const reasons = others.map(({ rule, outcome, reason }) => `${rule} ${outcome}: ${reason}`).join("\n");
    expect(report.results.length, said).toBeGreaterThan(60);
    expect(report.summary.inconclusive, said).toBeLessThan(MOST_INCONCLUSIVE);
    expect(Object.fromEntries(others.map(({ rule, outcome }) => [rule, outcome])), reasons).toEqual(
      Object.fromEntries(cannotKeep.map((rule) => [rule, "violated"])),
    );
  } finally {
    await running.close();
    await server.close();
  }
});
