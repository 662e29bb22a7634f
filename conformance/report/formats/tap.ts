import { stringify } from "yaml";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { completeness } from "../../results/verdict.ts";
import { teller } from "./evidence.ts";
import { type Mark, marker, problemLine, runProblems } from "./test-marks.ts";

/**
 * The report in the Test Anything Protocol, version 14: a test point a rule. A violated SHOULD and a known failure
 * are `TODO`, which fails no run; what was neither kept nor violated is `SKIP`.
 */
export function renderTap(report: Report, sentences: RuleSentences): string {
  const mark = marker(report);
  const tell = teller(report, sentences);
  const points = [
    ...runProblems(report).map((problem): Point => {
      return { ok: false, said: `${problem.name}: ${problemLine(problem)}`, directive: "", more: "" };
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
    ...points.map(({ ok, said, directive, more }, index) => {
      return `${ok ? "ok" : "not ok"} ${index + 1} - ${escaped(said)}${directive}\n${more}`;
    }),
    ...comments.map((line) => `# ${visible(line)}\n`),
  ].join("");
}

interface Point {
  ok: boolean;
  said: string;
  directive: string;
  /** Diagnostics, in lines of their own. */
  more: string;
}

function point(result: RuleResult, { kind, reason }: Mark, tell: (result: RuleResult) => string): Point {
  const said = visible(result.rule);
  if (kind === "passed") return { ok: true, said, directive: "", more: "" };
  if (kind === "skipped") return { ok: true, said, directive: ` # SKIP ${escaped(reason)}`, more: "" };
  const directive = kind === "accepted" ? ` # TODO ${escaped(reason)}` : "";
  return { ok: false, said, directive, more: diagnostics(result, reason, tell(result)) };
}

function diagnostics({ level, outcome, durationMs }: RuleResult, message: string, details: string): string {
  const document = { message, level, outcome, duration_ms: durationMs, details };
  const lines = stringify(document, { lineWidth: 0 }).trimEnd().split("\n");
  return `${["---", ...lines, "..."].map((line) => `  ${line}`.trimEnd()).join("\n")}\n`;
}

/** A number sign would begin a directive. */
function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, "\\$&");
}
