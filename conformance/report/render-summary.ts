/** Renders the summary of a run for a terminal. */
import pc from "picocolors";
import { exchangesById, type RuleSentences } from "../results/format-exchange.ts";
import { exchangesIn, plural, visible, wrap } from "../results/format-text.ts";
import { countWords } from "../results/outcome-words.ts";
import type { Report, RuleResult } from "../results/report-model.ts";
import { stageProgress } from "../results/stage-progress.ts";
import { acceptedWords, completeness, isBinding, isKnown, summarise } from "../results/verdict.ts";
import { baselineLines } from "./terminal/baseline-lines.ts";
import { causeLines } from "./terminal/cause-lines.ts";
import { coverageLines, unansweredLines } from "./terminal/other-outcome-lines.ts";
import { stageLines } from "./terminal/stage-lines.ts";
import { violationLines } from "./terminal/violation-lines.ts";

/** Violations shown in full: nobody reads a thousand screens about a server that breaks everything. */
const SHOWN_IN_FULL = 20;

const VERDICT_PAINT = { pass: "green", fail: "red", broken: "red", "cut short": "yellow" } as const;

/**
 * The summary of a run for a terminal: violated rules with their evidence, violated SHOULDs as warnings, known failures
 * and problems of the baseline, rules without a conclusion and why, coverage. The verdict comes last, where the eye is
 * when the run ends.
 *
 * @param sentences rule texts by id; a rule without one is shown by its id alone
 * @param columns width of the terminal; prose is wrapped to it, transcripts and shell commands are not
 * @param pageOf URL of the page of a violated rule; null for none
 * @returns lines ended by `\n`; no control character that a server sent reaches the terminal
 */
export function renderSummary(
  report: Report,
  sentences: RuleSentences,
  {
    color,
    columns,
    pageOf = () => null,
  }: { color: boolean; columns: number; pageOf?: (rule: string) => string | null },
): string {
  const colors = pc.createColors(color);
  const options = { colors, columns: Math.max(40, columns), pageOf };
  const exchanges = exchangesById(report.results);
  const unexpected = report.results.filter(({ rule }) => !isKnown(rule, report.baseline));
  const violated = unexpected.filter(({ outcome }) => outcome === "violated");
  const inconsistent = unexpected.filter(({ outcome }) => outcome === "inconsistent");

  const section = (title: string, rules: RuleResult[]): string[] => {
    if (rules.length === 0) return [];
    const full = rules.slice(0, SHOWN_IN_FULL);
    const rest = rules.slice(SHOWN_IN_FULL).map(({ rule }) => rule);
    return [
      "",
      colors.bold(`${title} ${rules.length}`),
      ...full.flatMap((result) => ["", ...violationLines(result, exchanges, sentences, options)]),
      ...(rest.length === 0
        ? []
        : ["", ...wrap(`and ${rest.length} more, see report: ${rest.join(", ")}`, options.columns - 2)]),
    ];
  };

  const { causes = [] } = report;
  const steps = report.stages ?? stageProgress(report.results);
  const lines = [
    ...section(
      "violated",
      violated.filter(({ level }) => isBinding(level)),
    ),
    ...section("inconsistent", inconsistent),
    ...section(
      "warnings",
      violated.filter(({ level }) => !isBinding(level)),
    ),
    ...baselineLines(report.baseline, options),
    ...unansweredLines(unexpected, colors, options.columns),
    "",
    colors.bold("coverage"),
    ...coverageLines(report.coverage, colors),
    ...(causes.length > 0
      ? ["", colors.bold("begin here"), ...causeLines(causes, exchanges, sentences, options)]
      : []),
    ...(steps.length > 0 ? ["", colors.bold("stages"), ...stageLines(steps, colors)] : []),
    "",
    visible(`${report.suite.name} ${report.suite.version} at ${report.target.endpoint}`),
    verdictLine(report, colors[VERDICT_PAINT[report.verdict]]),
  ];
  return `${lines.join("\n")}\n`;
}

function verdictLine(report: Report, paint: (text: string) => string): string {
  const { verdict, summary, timing, baseline } = report;
  return [
    paint(verdict),
    `${plural(summary.total, "rule")}: ${countsOf(report) || "none run"}`,
    ...(baseline?.problems.length
      ? [paint(`${plural(baseline.problems.length, "problem")} in the baseline`)]
      : []),
    ...(report.failedFor ? [paint(visible(`--fail-on: ${report.failedFor.join(", ")}`))] : []),
    `(${visible(completeness(report))})`,
    exchangesIn(timing),
  ].join("  ");
}

/** `416 passed, 2 violated (1 only SHOULD), 3 known failures`: each rule counts once. */
function countsOf({ results, baseline }: Report): string {
  const unexpected = results.filter(({ rule }) => !isKnown(rule, baseline));
  // A run may pass with violations; the count of those that only warn keeps that from looking contradictory.
  const warnings = unexpected.filter(
    ({ outcome, level }) => outcome === "violated" && !isBinding(level),
  ).length;
  const counts = countWords(summarise(unexpected));
  const countsWithWarnings =
    warnings > 0 ? counts.replace(" violated", `$& (${warnings} only SHOULD)`) : counts;
  return [countsWithWarnings, acceptedWords(baseline)].filter((part) => part !== "").join(", ");
}
