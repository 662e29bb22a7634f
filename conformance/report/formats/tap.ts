/** Renders a report in the Test Anything Protocol (TAP). */
import { stringify } from "yaml";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { completeness } from "../../results/verdict.ts";
import { problemLine, runProblems, type TestMark, testMarker } from "./test-marks.ts";
import { evidenceFormatter } from "./violation-evidence.ts";

/**
 * The report in the Test Anything Protocol, version 14: a test point for each rule. A violated SHOULD and a known
 * failure are `TODO`, which fails no run; a rule without a conclusion is `SKIP`.
 */
export function renderTap(report: Report, sentences: RuleSentences): string {
  const mark = testMarker(report);
  const tell = evidenceFormatter(report, sentences);
  const points = [
    ...runProblems(report).map((problem): TestPoint => {
      return {
        ok: false,
        description: `${problem.name}: ${problemLine(problem)}`,
        directive: "",
        diagnosticLines: "",
      };
    }),
    ...report.results.map((result) => point(result, mark(result), tell)),
  ];
  const { suite, target, verdict, random } = report;
  const comments = [
    `${suite.name} ${suite.version} at ${target.endpoint}`,
    `document ${suite.document}, seed ${random.seed}, effort ${random.effort}`,
    `${verdict} (${completeness(report)})`,
  ];
  return [
    "TAP version 14\n",
    `1..${points.length}\n`,
    ...points.map(({ ok, description, directive, diagnosticLines }, index) => {
      return `${ok ? "ok" : "not ok"} ${index + 1} - ${escaped(description)}${directive}\n${diagnosticLines}`;
    }),
    ...comments.map((line) => `# ${visible(line)}\n`),
  ].join("");
}

interface TestPoint {
  ok: boolean;
  description: string;
  directive: string;
  /** Diagnostics, in lines of their own. */
  diagnosticLines: string;
}

function point(
  result: RuleResult,
  { kind, reason }: TestMark,
  tell: (result: RuleResult) => string,
): TestPoint {
  const description = visible(result.rule);
  if (kind === "passed") return { ok: true, description, directive: "", diagnosticLines: "" };
  if (kind === "skipped")
    return { ok: true, description, directive: ` # SKIP ${escaped(reason)}`, diagnosticLines: "" };
  const directive = kind === "accepted" ? ` # TODO ${escaped(reason)}` : "";
  return { ok: false, description, directive, diagnosticLines: diagnostics(result, reason, tell(result)) };
}

function diagnostics({ level, outcome, durationMs }: RuleResult, message: string, details: string): string {
  const document = { message, level, outcome, duration_ms: durationMs, details };
  const lines = stringify(document, { lineWidth: 0 }).trimEnd().split("\n");
  return `${["---", ...lines, "..."].map((line) => `  ${line}`.trimEnd()).join("\n")}\n`;
}

/** Escapes the number sign, which would begin a directive. */
function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, "\\$&");
}
