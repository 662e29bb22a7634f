/** Parts of a report, for tests of what draws them. */
import {
  COVERAGE_ROWS,
  type Coverage,
  type CoverageRow,
  type Exchange,
  type KeptBody,
  type Level,
  type Outcome,
  type Report,
  type RuleResult,
} from "../../results/report-model.ts";
import { summarise, verdict } from "../../results/verdict.ts";

/** What a server may send to whoever reads the report: markup, terminal control, text that runs backwards. */
export const HOSTILE = {
  markup: "</script><img src=x onerror=alert(1)>",
  terminal: "\x1b]0;owned\x07\x1b[31mred\x1b[2J\x9b1m\rpass\u202Ekcab\0",
};

/** Sample rules need not be rules of the document. */
export const asRule = (id: string) => id as RuleResult["rule"];

const ENDPOINT = "http://127.0.0.1:8000/user/1/";
/** What repeats the request that shows a violation. */
export const CURL =
  "curl -i -sS -X PUT --path-as-is -H 'authorization: Bearer [redacted]' -H 'X-If-Unmodified-Since-Version: 12' " +
  "-H 'Content-Type: application/json' -H Accept: --data-raw '{\"payload\":\"a\"}' " +
  "'http://127.0.0.1:8000/user/1/storage/bookmarks/a?x=1'";
const STARTED = Date.UTC(2025, 5, 1, 12, 0, 0, 250);

export function body(text: string): KeptBody {
  return { text, encoding: "utf8", bytes: Buffer.byteLength(text), truncated: false };
}

export function exchange(id: string, method: string, path: string, status: number | null): Exchange {
  return {
    id,
    part: { partition: "storage", attempt: 1, phase: "check" },
    operation: null,
    startedAt: STARTED,
    durationMs: 4,
    request: {
      method,
      url: ENDPOINT + path,
      headers: [
        ["host", "127.0.0.1:8000"],
        ["authorization", "Bearer [redacted]"],
        ["X-If-Unmodified-Since-Version", "12"],
      ],
      body: null,
    },
    response:
      status === null
        ? null
        : { status, headers: [["X-Weave-Timestamp", "1748779200"]], body: body(`{"status":${status}}`) },
    error: status === null ? "socket hang up" : null,
    findings: [],
  };
}

export function result(rule: string, outcome: Outcome, more: Partial<RuleResult> = {}): RuleResult {
  return {
    rule: asRule(rule),
    level: "MUST",
    outcome,
    reason: outcome === "passed" ? null : `Sample reason for ${outcome}.`,
    violation: null,
    durationMs: 12,
    exchanges: [],
    ...more,
  };
}

export function violated(rule: string, level: Level = "MUST"): RuleResult {
  const put = exchange(`${rule}#2`, "PUT", "storage/bookmarks/a?x=1", 200);
  put.operation = "putRecord";
  put.request.headers.push(["Content-Type", "application/json"]);
  put.request.body = body('{"payload":"a"}');
  put.response?.headers.push(["X-Hostile", HOSTILE.markup], ["Server", HOSTILE.terminal]);
  if (put.response)
    put.response.body = body(`${HOSTILE.terminal}\n${HOSTILE.markup}${"long ".repeat(200)}end`);
  put.findings.push({
    rule: asRule("header.store.present"),
    expected: "X-Weave-Store",
    got: "no such header",
  });
  return result(rule, "violated", {
    level,
    reason: "The answer to a PUT that creates has another status.",
    violation: {
      exchange: put.id,
      expected: "201",
      got: `200 ${HOSTILE.terminal} ${HOSTILE.markup}`,
      curl: CURL,
      script: null,
    },
    exchanges: [exchange(`${rule}#1`, "DELETE", "storage/bookmarks/a", 404), put],
  });
}

/** A rule that was seen violated in one of three attempts, at the end of a sequence of requests. */
export function inconsistent(rule: string): RuleResult {
  const seen = violated(rule);
  const script = [
    "1. client a: PUT /storage/c/a -> 201",
    `2. client b: GET /storage/c/a -> ${HOSTILE.terminal}`,
  ];
  return {
    ...seen,
    outcome: "inconsistent",
    reason: "violated in 1 of 3 attempts (2 passed): expected 201; got 200",
    violation: seen.violation && { ...seen.violation, script },
  };
}

function coverage(): Report["coverage"] {
  const full: [CoverageRow, Coverage][] = COVERAGE_ROWS.map((row) => [
    row,
    { covered: 7, total: 7, missing: [] },
  ]);
  const rows = Object.fromEntries(full) as Report["coverage"];
  const missing = ["GET /info/quota 304", HOSTILE.markup, "PUT /a 413", "PUT /a 415", "POST /b 503"];
  return { ...rows, statuses: { covered: 5, total: 10, missing } };
}

/** A report around these results, its derived parts consistent with them. */
export function report(results: RuleResult[], more: Partial<Report> = {}): Report {
  return {
    $schema: "https://sync2-protocol.example/schema/report-1.json",
    suite: { name: "sync2-protocol", version: "0.1.0", document: "2.0.0" },
    target: { endpoint: ENDPOINT, accounts: "made by the reference server" },
    startedAt: new Date(STARTED).toISOString(),
    only: null,
    verdict: verdict(results),
    complete: false,
    summary: summarise(results),
    coverage: coverage(),
    random: { seed: 1, effort: 1 },
    clock: { offsetMs: [-3, 4], grainMs: 1000, roundTripMs: [0.8, 2.1], timerMs: 1.2 },
    baseline: null,
    timing: {
      durationMs: 6200,
      exchanges: results.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    },
    results,
    ...more,
  };
}

/** Each outcome at least once, in several areas. */
export function sampleResults(): RuleResult[] {
  return [
    result("info.quota.json", "passed", {
      exchanges: [exchange("info.quota.json#1", "GET", `info/quota?${HOSTILE.markup}`, 200)],
    }),
    result("info.quota.null", "notApplicable", { reason: "The server has no quota." }),
    violated("record.put.created"),
    result("record.put.replaced", "passed"),
    violated("record.put.hint", "SHOULD"),
    result("session.begin.lease", "inconclusive"),
    result("maintenance.backoff.sent", "untested", { reason: "No maintenance scenario was given." }),
    result("maintenance.retry.after", "untested", { reason: "No maintenance scenario was given." }),
    result("session.commit.atomic", "broken", {
      reason: `Set-up failed: ${HOSTILE.terminal}${HOSTILE.markup}`,
      exchanges: [exchange("session.commit.atomic#1", "POST", "sessions", null)],
    }),
  ];
}

export const SENTENCES = {
  "record.put.created": { text: "A PUT that creates a record answers 201.", place: "spec/paths/record.yaml" },
  "record.put.hint": { text: `A hint ${HOSTILE.markup}`, place: "spec/paths/record.yaml" },
};
