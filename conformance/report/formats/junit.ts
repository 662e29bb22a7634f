/** Renders a report as JUnit XML. */
import { html } from "hono/html";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { visible } from "../../results/format-text.ts";
import { groupByArea } from "../../results/group-results.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { problemLine, type RunProblem, runProblems, type TestMark, testMarker } from "./test-marks.ts";
import { evidenceFormatter } from "./violation-evidence.ts";

/** A test case; it has at most one of failure, error and skipped. */
interface TestCase {
  name: string;
  mark: TestMark;
  type: string;
  details: string;
  durationMs: number;
}

/**
 * The report as JUnit XML: a suite for each area, a case for each rule. It is valid against the schema of Jenkins and
 * against the one of Apache Ant's reports, the strictest in use. Violated SHOULDs and known failures are skipped, with
 * the reason, since no other element leaves a build green.
 */
export function renderJunit(report: Report, sentences: RuleSentences): string {
  const mark = testMarker(report);
  const tell = evidenceFormatter(report, sentences);
  const toCase = (result: RuleResult): TestCase => ({
    name: result.rule,
    mark: mark(result),
    type: `${result.level} ${result.outcome}`,
    details: tell(result),
    durationMs: result.durationMs,
  });
  const suites = groupByArea(report.results).map(({ name, results }) => ({
    name,
    cases: results.map(toCase),
  }));
  const problems = runProblems(report).map(problemCase);
  if (problems.length > 0) suites.unshift({ name: "run", cases: problems });
  const properties = propertiesOf(report);
  const startedAt = new Date(report.startedAt).toISOString().slice(0, 19);
  const text = html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
${suites.map(({ name, cases }, id) => suite({ name, cases, id, startedAt, properties }))}</testsuites>
`;
  return text.toString();
}

function problemCase(problem: RunProblem): TestCase {
  const reason = problemLine(problem);
  return {
    name: problem.name,
    mark: { kind: problem.kind, reason },
    type: "run",
    details: reason,
    durationMs: 0,
  };
}

function propertiesOf({ suite, target, random, verdict, complete, only }: Report): [string, string][] {
  const properties: [string, string][] = [
    ["suite", `${suite.name} ${suite.version}`],
    ["document", suite.document],
    ["endpoint", target.endpoint],
    ["accounts", target.accounts],
    ["seed", `${random.seed}`],
    ["effort", `${random.effort}`],
    ["verdict", verdict],
    ["complete", `${complete}`],
    ...(only === null ? [] : [["only", only.join(", ")] as [string, string]]),
  ];
  return properties.map(([name, value]) => [name, visible(value)]);
}

interface TestSuite {
  name: string;
  cases: TestCase[];
  id: number;
  startedAt: string;
  properties: [string, string][];
}

/** A suite as both schemas require it. The report does not know the host of the runner, so it is `localhost`. */
function suite({ name, cases, id, startedAt, properties }: TestSuite) {
  const count = (...kinds: TestMark["kind"][]) =>
    cases.filter(({ mark }) => kinds.includes(mark.kind)).length;
  const time = seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return html`<testsuite name="${name}" package="sync2" id="${id}" hostname="localhost" timestamp="${startedAt}" tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped", "accepted")}" time="${time}">
<properties>
${properties.map(([key, value]) => html`<property name="${key}" value="${value}"/>\n`)}</properties>
${cases.map((testCaseOfSuite) => testCase(name, testCaseOfSuite))}<system-out></system-out>
<system-err></system-err>
</testsuite>
`;
}

function testCase(area: string, { name, mark, type, details, durationMs }: TestCase) {
  const head = html`<testcase classname="sync2.${area}" name="${visible(name)}" time="${seconds(durationMs)}"`;
  const { kind, reason } = mark;
  if (kind === "passed") return html`${head}/>\n`;
  if (kind === "failure") {
    return html`${head}><failure message="${reason}" type="${type}">${details}</failure></testcase>\n`;
  }
  if (kind === "error")
    return html`${head}><error message="${reason}" type="${type}">${details}</error></testcase>\n`;
  return html`${head}><skipped message="${reason}"/></testcase>\n`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
