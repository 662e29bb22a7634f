import { html } from "hono/html";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { visible } from "../../results/format-text.ts";
import { groupByArea } from "../../results/group-results.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { teller } from "./evidence.ts";
import { type Mark, marker, problemLine, type RunProblem, runProblems } from "./test-marks.ts";

/** A test case, which ends in at most one of failure, error and skipped. */
interface Case {
  name: string;
  mark: Mark;
  type: string;
  details: string;
  durationMs: number;
}

/**
 * The report as JUnit XML: a suite an area, a case a rule. It is valid by the schema of Jenkins, and has what that of
 * Apache Ant's reports requires besides, the strictest of those in use. Violated SHOULDs and known failures are skipped, with the reason,
 * as nothing else leaves a build green.
 */
export function renderJunit(report: Report, sentences: RuleSentences): string {
  const mark = marker(report);
  const tell = teller(report, sentences);
  const toCase = (result: RuleResult): Case => ({
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

function problemCase(problem: RunProblem): Case {
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

interface Suite {
  name: string;
  cases: Case[];
  id: number;
  startedAt: string;
  properties: [string, string][];
}

/** Element and attributes as both schemas have them; the host is that of the runner, which no report tells. */
function suite({ name, cases, id, startedAt, properties }: Suite) {
  const count = (...kinds: Mark["kind"][]) => cases.filter(({ mark }) => kinds.includes(mark.kind)).length;
  const time = seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return html`<testsuite name="${name}" package="sync2" id="${id}" hostname="localhost" timestamp="${startedAt}" tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped", "accepted")}" time="${time}">
<properties>
${properties.map(([key, value]) => html`<property name="${key}" value="${value}"/>\n`)}</properties>
${cases.map((each) => testCase(name, each))}<system-out></system-out>
<system-err></system-err>
</testsuite>
`;
}

function testCase(area: string, { name, mark, type, details, durationMs }: Case) {
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
