import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { renderBadge } from "../../../conformance/report/formats/badge.ts";
import { renderHar } from "../../../conformance/report/formats/har.ts";
import { renderJunit } from "../../../conformance/report/formats/junit.ts";
import { renderTap } from "../../../conformance/report/formats/tap.ts";
import { renderHtml } from "../../../conformance/report/render-html.ts";
import { compareServers } from "../../../conformance/results/compare-servers.ts";
import { renderJson } from "../../../conformance/results/write-report.ts";
import { passed, reportOf, seen } from "../../../conformance/test/report/document-sample.ts";
import { rules } from "../../../generated/rules.ts";
import { ReportError, readReport, type Validators } from "../results/read-report.ts";
import { reportValidatorSource } from "../results/report-validator-source.ts";

const report = reportOf([passed("record.head", [seen("record.head#1", "headRecord", 200)])]);
const text = renderJson(report);
let validators: Validators;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: reportValidatorSource(), resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: "esm",
  });
  const code = Buffer.from(outputFiles[0]?.text ?? "").toString("base64");
  validators = await import(`data:text/javascript;base64,${code}`);
});

function refusal(content: string): string {
  try {
    readReport(content, validators);
  } catch (error) {
    if (error instanceof ReportError) return error.message;
    throw error;
  }
  return expect.fail("it was read");
}

const changed = (change: (copy: Record<string, unknown>) => void) => {
  const copy = JSON.parse(text);
  change(copy);
  return JSON.stringify(copy);
};

test("a report is read, with a byte order mark too", () => {
  expect(readReport(text, validators)).toEqual({ report, note: null });
  expect(readReport(`\uFEFF${text}`, validators).report).toEqual(report);
});

test("what a later suite adds is let pass, and told", () => {
  const later = changed((copy) => {
    copy.mood = "good";
  });
  expect(readReport(later, validators).note).toContain('the report has "mood"');
});

test.each([
  ["nothing", "", "empty"],
  ["a file that was cut", text.slice(0, -200), "ends in the middle"],
  ["a damaged file", text.replace('"only"', "only"), "damaged JSON"],
  ["plain text", "hello", "no JSON"],
  ["a JUnit report", renderJunit(report, rules), "XML, such as a JUnit report"],
  ["an HTML report", renderHtml(report, rules), "HTML page"],
  ["a TAP report", renderTap(report, rules), "TAP"],
  ["a HAR file", renderHar(report, rules), "HAR"],
  ["a badge", renderBadge(report), "badge"],
  ["a comparison", JSON.stringify(compareServers([{ name: "a", report, failure: null }])), "comparison"],
  ["an OpenAPI document", '{"openapi":"3.1.0"}', "OpenAPI"],
  ["a list", "[]", "no report"],
  ["null", "null", "no report"],
  ["another object", '{"a":1}', "no report"],
])("%s is refused, with what to do", (_, content, why) => {
  const said = refusal(content);
  expect(said).toContain(why);
  expect(said).toMatch(/report\.json|again/);
});

test("a report of another format is refused by its number", () => {
  const later = changed((copy) => {
    copy.$schema = "https://sync2-protocol.example/schema/report-2.json";
  });
  expect(refusal(later)).toContain("format 2");
});

test.each([
  ["verdict", "great"],
  ["results", [{ rule: "a.b" }]],
  ["suite", null],
  ["timing", { durationMs: "1", exchanges: 1 }],
])("a report whose %s is wrong is refused, with the place", (member, value) => {
  const wrong = changed((copy) => {
    copy[member] = value;
  });
  expect(refusal(wrong)).toContain(`/${member}`);
});
