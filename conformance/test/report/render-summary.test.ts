import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { renderSummary } from "../../report/render-summary.ts";
import type { KnownFailure, RuleResult } from "../../results/report-model.ts";
import {
  asRule,
  CURL,
  exchange,
  HOSTILE,
  inconsistent,
  report,
  result,
  SENTENCES,
  sampleResults,
  violated,
} from "../support/sample-report.ts";

const plain = { color: false, columns: 80 };
const render = (results: RuleResult[], more = {}) => renderSummary(report(results, more), SENTENCES, plain);
const summary = render(sampleResults());

/** Text between two headings. */
const between = (from: string, to: string) => summary.split(`\n${from}`)[1]?.split(`\n${to}`)[0] ?? "";

test("nothing a server sent reaches the terminal as a control character", () => {
  const control = /[^\P{Cc}\t\n]|\u202E/u;
  expect(summary).not.toMatch(control);
  expect(summary).toContain("\\x1b[31mred\\x1b[2J");
  const colored = renderSummary(report(sampleResults()), SENTENCES, { color: true, columns: 80 });
  expect(stripVTControlCharacters(colored)).toBe(summary);
  const bad = HOSTILE.terminal;
  const everywhere = render(
    [
      violated("record.put.created"),
      result("a.b.c", "violated", { reason: bad, exchanges: [exchange(bad, bad, bad, null)] }),
      result("a.b.d", "violated", {
        violation: { exchange: bad, expected: bad, got: bad, curl: bad, script: null },
      }),
    ],
    {
      only: [bad],
      target: { endpoint: bad, accounts: bad },
      suite: { name: bad, version: bad, document: bad },
    },
  );
  expect(everywhere).not.toMatch(control);
});

test("a violated rule is told in full", () => {
  const told = between("violated 1", "warnings 1");
  const lines = [
    "✕ record.put.created  MUST",
    "  A PUT that creates a record answers 201.",
    "  expected  201",
    "  > PUT /user/1/storage/bookmarks/a?x=1",
    "  > X-If-Unmodified-Since-Version: 12",
    '  > {"payload":"a"}',
    "  < 200 OK",
    "  < X-Weave-Timestamp: 1748779200",
    `  $ ${CURL}`,
  ];
  expect(told.split("\n").filter((line) => lines.includes(line))).toEqual(lines);
  expect(told).toContain("  [cut, 1.1 KiB in all]".trim());
  expect(told).not.toContain("end\n");
});

test("dull header fields are left out, unless the finding speaks of them", () => {
  expect(between("violated 1", "warnings 1")).not.toMatch(/> (host|authorization):|< Server:/);
  const about = violated("record.put.created");
  if (about.violation) about.violation.expected = "a Server header";
  expect(render([about])).toContain("< Server: ");
});

test("a violation may point at an exchange of another check", () => {
  const other = result("info.quota.json", "passed", {
    exchanges: [exchange("info.quota.json#1", "GET", "info/quota", 418)],
  });
  const violation = { exchange: "info.quota.json#1", expected: "a", got: "b", curl: null, script: null };
  expect(render([other, result("header.x.y", "violated", { violation })])).toContain(
    "> GET /user/1/info/quota\n",
  );
});

test("a violation that was not seen each time stands apart, with its counts and the requests that lead there", () => {
  const text = render([violated("a.b.c"), inconsistent("model.store.sequential")]);
  const part = text.split("\ninconsistent 1\n")[1] ?? "";
  expect(part).toContain("✕ model.store.sequential  MUST\n");
  expect(part).toContain("  violated in 1 of 3 attempts (2 passed)\n");
  expect(part).toMatch(
    / {2}script\n {4}1\. client a: PUT \/storage\/c\/a -> 201\n {4}2\. client b: .*\\x1b\[31m/,
  );
  expect(text).toMatch(/\nfail {2}2 rules: 1 violated, 1 inconsistent /);
  const long = inconsistent("a.b.c");
  if (long.violation) long.violation.script = Array.from({ length: 50 }, (_, index) => `${index + 1}. GET /`);
  expect(render([long])).toContain("    40. GET /\n    (10 more, see the report)\n");
});

test("a violated SHOULD is a warning", () => {
  expect(between("warnings 1", "broken")).toContain("✕ record.put.hint  SHOULD");
});

test("the rest stands in groups of one reason", () => {
  expect(between("untested", "not applicable")).toBe(
    "\n  2 × No maintenance scenario was given.\n      maintenance.backoff.sent, maintenance.retry.after\n",
  );
});

describe("a baseline", () => {
  const known = (rule: string, more: Partial<KnownFailure> = {}): KnownFailure => ({
    rule: asRule(rule),
    reason: "Old clients.",
    issue: null,
    expires: null,
    ...more,
  });
  const failures = [
    known("record.put.created"),
    known("session.begin.lease", { reason: "Soon", issue: "https://a.example/7", expires: "2027-01-31" }),
    known("record.put.hint"),
  ];
  const results = [
    result("record.put.replaced", "passed"),
    violated("record.put.created"),
    violated("record.put.hint", "SHOULD"),
    inconsistent("session.begin.lease"),
  ];
  const baseline = { file: "sync2-baseline.yaml", known: failures, problems: [] };
  const last = (output: string) => output.trimEnd().split("\n").at(-1);

  test("has known failures told briefly, by their reasons, and not as violations", () => {
    const text = render(results, { baseline, verdict: "pass" });
    expect(text).toContain(`
known failures 3
  2 × Old clients.
      record.put.created, record.put.hint
  1 × Soon (until 2027-01-31)
      https://a.example/7
      session.begin.lease
`);
    expect(text).not.toMatch(/✕|\nviolated|\nwarnings|\ninconsistent|curl/);
    expect(last(text)).toMatch(/^pass {2}4 rules: 1 passed, 3 known failures {2}\(not complete/);
  });

  test("leaves other violations where they are", () => {
    const text = render([...results, violated("record.x.y"), violated("record.x.z", "SHOULD")], { baseline });
    expect(text.match(/^✕ .*/gm)).toEqual(["✕ record.x.y  MUST", "✕ record.x.z  SHOULD"]);
    expect(last(text)).toContain("6 rules: 1 passed, 2 violated (1 only SHOULD), 3 known failures");
  });

  test("has its problems told with file and line, and counted in the last line", () => {
    const message = "record.put.created passes now: remove lines 12 to 14.";
    const problems = [{ rule: "record.put.created", line: 12, message }];
    const text = render(results.slice(0, 1), {
      baseline: { ...baseline, known: [], problems },
      verdict: "fail",
    });
    expect(text).toContain(`\nproblems in the baseline 1\n✕ sync2-baseline.yaml:12\n  ${message}\n`);
    expect(text).not.toContain("known failures");
    expect(last(text)).toMatch(/^fail {2}1 rule: 1 passed {2}1 problem in the baseline {2}\(/);
  });

  test("says nothing that is a control character", () => {
    const bad = HOSTILE.terminal;
    const file = { file: bad, known: [known(bad, { reason: bad, issue: bad, expires: bad })], problems: [] };
    const problems = [{ rule: bad, line: 1, message: bad }];
    expect(render(results, { baseline: { ...file, problems } })).not.toMatch(/[^\P{Cc}\t\n]|\u202E/u);
  });
});

test("coverage has a line a row, with the first few gaps", () => {
  const lines = between("coverage\n", "\nstages").trimEnd().split("\n");
  expect(lines).toHaveLength(7);
  expect(lines[0]).toMatch(/^ {2}operations +7\/7$/);
  expect(lines[1]).toMatch(
    /^ {2}statuses +5\/10 {2}missing GET \/info\/quota 304, .*PUT \/a 413 and 2 more$/,
  );
});

test("after twenty violations only ids are listed", () => {
  const many = Array.from({ length: 25 }, (_, n) => violated(`record.many.n${n}`));
  const output = render(many);
  expect(output.match(/^✕ /gm)).toHaveLength(20);
  expect(output.replaceAll("\n", " ")).toContain(
    "and 5 more, see report: record.many.n20, record.many.n21, record.many.n22, record.many.n23, record.many.n24",
  );
});

test("the last line is the verdict", () => {
  const last = (output: string) => output.trimEnd().split("\n").at(-1);
  const passed = Array.from({ length: 148 }, (_, n) => result(`record.many.n${n}`, "passed"));
  expect(last(render(passed, { complete: true }))).toBe(
    "pass  148 rules: 148 passed  (complete)  0 exchanges in 6.2 s",
  );
  expect(last(summary)).toMatch(
    /^fail {2}9 rules: 2 passed, 2 violated \(1 only SHOULD\), 1 broken, .* {2}\(not complete: 2 rules untested, /,
  );
  expect(last(render([]))).toMatch(
    /^broken {2}0 rules: none run {2}\(not complete: not every rule was run\)/,
  );
});
