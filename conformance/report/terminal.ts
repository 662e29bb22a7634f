import pc from "picocolors";
import type { Report, RuleResult } from "./model.ts";
import { coverageLines, unansweredLines } from "./terminal/rest.ts";
import { violationLines } from "./terminal/violation.ts";
import { duration, plural, visible, wrap } from "./text.ts";
import { completeness, isBinding } from "./verdict.ts";
import { exchangesById, type Sentences } from "./wire.ts";
import { countWords } from "./words.ts";

/** Violations told in full; a server that breaks everything is not explained by a thousand screens. */
const TOLD_IN_FULL = 20;

const VERDICT_PAINT = { pass: "green", fail: "red", broken: "red" } as const;

/**
 * The end of a run for a terminal: violated rules with their evidence, violated SHOULDs as warnings, what was not
 * answered and why, coverage, and the verdict in the last line, where the eye is when the run ends.
 *
 * @param sentences rule texts by id; a rule without one is shown by its id alone
 * @param columns width of the terminal; prose is wrapped to it, transcripts and shell commands are not
 * @returns lines ended by `\n`; nothing a server sent reaches the terminal as a control character
 */
export function renderSummary(
  report: Report,
  sentences: Sentences,
  { color, columns }: { color: boolean; columns: number },
): string {
  const colors = pc.createColors(color);
  const look = { colors, columns: Math.max(40, columns) };
  const exchanges = exchangesById(report.results);
  const violated = report.results.filter(({ outcome }) => outcome === "violated");
  const inconsistent = report.results.filter(({ outcome }) => outcome === "inconsistent");

  const section = (title: string, rules: RuleResult[]): string[] => {
    if (rules.length === 0) return [];
    const full = rules.slice(0, TOLD_IN_FULL);
    const rest = rules.slice(TOLD_IN_FULL).map(({ rule }) => rule);
    return [
      "",
      colors.bold(`${title} ${rules.length}`),
      ...full.flatMap((result) => ["", ...violationLines(result, exchanges, sentences, look)]),
      ...(rest.length === 0
        ? []
        : ["", ...wrap(`and ${rest.length} more, see report: ${rest.join(", ")}`, look.columns - 2)]),
    ];
  };

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
    ...unansweredLines(report.results, colors, look.columns),
    "",
    colors.bold("coverage"),
    ...coverageLines(report.coverage, colors),
    "",
    visible(`${report.suite.name} ${report.suite.version} at ${report.target.endpoint}`),
    verdictLine(report, colors[VERDICT_PAINT[report.verdict]]),
  ];
  return `${lines.join("\n")}\n`;
}

function verdictLine(report: Report, paint: (text: string) => string): string {
  const { verdict, summary, timing, results } = report;
  // A run may pass with violations, and should not look contradictory: say how many of them only warn.
  const warnings = results.filter(({ outcome, level }) => outcome === "violated" && !isBinding(level)).length;
  const counts = countWords(summary).replace(/\d+ violated/, `$& (${warnings} only SHOULD)`);
  return [
    paint(verdict),
    `${plural(summary.total, "rule")}: ${(warnings > 0 ? counts : countWords(summary)) || "none run"}`,
    `(${visible(completeness(report))})`,
    `${plural(timing.exchanges, "exchange")} in ${duration(timing.durationMs)}`,
  ].join("  ");
}
