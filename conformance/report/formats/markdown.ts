/** Renders a report as GitHub Flavored Markdown. */
import type { RuleSentences } from "../../results/format-exchange.ts";
import { exchangesIn, plural } from "../../results/format-text.ts";
import { groupByReason } from "../../results/group-results.ts";
import { COVERAGE_WORDS, countWords, OUTCOME_WORDS } from "../../results/outcome-words.ts";
import { COVERAGE_ROWS, type Outcome, type Report, type RuleResult } from "../../results/report-model.ts";
import { stageProgress } from "../../results/stage-progress.ts";
import {
  acceptedWords,
  completeness,
  isBinding,
  isKnown,
  isSeenViolated,
  summarise,
} from "../../results/verdict.ts";
import { code, link, prose, table } from "./markdown-escape.ts";
import { onOneLine, problemLine, runProblems } from "./test-marks.ts";

const SIGNS = { pass: "✅", fail: "❌", broken: "⚠️", "cut short": "✂️" } as const;
const MISSING_SHOWN = 5;

/**
 * The report in GitHub Flavored Markdown: verdict, counts, violations, known failures, rules without a conclusion and
 * why, coverage. Nothing that a server sent becomes markup, a link or a mention.
 */
export function renderMarkdown(report: Report, sentences: RuleSentences): string {
  return `${markdownLines(report, sentences).join("\n")}\n`;
}

/** The same in lines, the most urgent first, so that it can be cut after any of them. */
export function markdownLines(report: Report, sentences: RuleSentences): string[] {
  const { results, baseline } = report;
  const violated = results.filter(({ rule, outcome }) => isSeenViolated(outcome) && !isKnown(rule, baseline));
  return [
    ...head(report),
    ...section(
      "Fails the run",
      runProblems(report).map((problem) => `- ${prose(problemLine(problem))}`),
    ),
    ...section("Begin here", beginHere(report)),
    ...section(
      "Violated",
      violations(
        violated.filter(({ level }) => isBinding(level)),
        sentences,
      ),
    ),
    ...section(
      "Warnings",
      violations(
        violated.filter(({ level }) => !isBinding(level)),
        sentences,
      ),
    ),
    ...section("Known failures", knownFailures(report)),
    ...(["broken", "inconclusive", "untested", "notApplicable"] as const).flatMap((outcome) =>
      section(
        capital(OUTCOME_WORDS[outcome]),
        reasons(
          results.filter(({ rule }) => !isKnown(rule, baseline)),
          outcome,
        ),
      ),
    ),
    ...section("Stages", stageTable(report)),
    ...section("Coverage", coverageTable(report)),
  ];
}

function head(report: Report): string[] {
  const { suite, target, verdict, summary, timing, random, results, baseline } = report;
  const unexpected = results.filter(({ rule }) => !isKnown(rule, baseline));
  const counts = [countWords(summarise(unexpected)), acceptedWords(baseline)];
  return [
    `## ${SIGNS[verdict]} Sync 2.0 conformance: ${verdict}`,
    "",
    `${plural(summary.total, "rule")}: ${counts.filter((part) => part !== "").join(", ") || "none run"} (${prose(completeness(report))}), with ` +
      `${exchangesIn(timing)}.`,
    "",
    `${code(target.endpoint)}, checked by ${prose(`${suite.name} ${suite.version}`)}, document ` +
      `${prose(suite.document)}, seed ${random.seed}, on ${prose(report.startedAt)}.`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `### ${title}`, "", ...lines];
}

function violations(results: readonly RuleResult[], sentences: RuleSentences): string[] {
  const rows = results.map(({ rule, level, outcome, reason, violation }) => {
    // The number of attempts that saw the violation.
    const often = outcome === "inconsistent" ? ` (${prose((reason ?? "").split(":", 1)[0] ?? "")})` : "";
    const text = `${prose(sentences[rule]?.text ?? "")}${often}`;
    const seen =
      violation === null ? ["", prose(reason ?? "")] : [code(violation.expected), code(violation.got)];
    return [code(rule), level, text, ...seen];
  });
  return table(["Rule", "Level", "Sentence", "Expected", "Got"], rows);
}

function knownFailures({ baseline, results }: Report): string[] {
  const outcomes = new Map<string, Outcome>(results.map(({ rule, outcome }) => [rule, outcome]));
  const rows = (baseline?.known ?? []).map(({ rule, reason, issue, expires }) => [
    code(rule),
    OUTCOME_WORDS[outcomes.get(rule) ?? "violated"],
    prose(onOneLine(reason)),
    issue === null ? "" : link(issue),
    expires === null ? "" : prose(expires),
  ]);
  return table(["Rule", "Outcome", "Reason", "Issue", "Until"], rows);
}

function reasons(results: readonly RuleResult[], outcome: Outcome): string[] {
  return groupByReason(results, outcome).map(
    ([reason, rules]) => `- ${rules.length} × ${prose(reason)}: ${rules.map(code).join(", ")}`,
  );
}

function beginHere({ causes = [] }: Report): string[] {
  return causes.map(({ text, rule, rules, command }, index) => {
    const held = rules.length > 0 ? ` It holds back ${plural(rules.length, "rule")}.` : "";
    return `${index + 1}. ${prose(text)}${held}${rule === null ? "" : ` ${code(rule)} states it.`} ${code(command)}`;
  });
}

function stageTable({ stages, results }: Report): string[] {
  const rows = (stages ?? stageProgress(results)).map(({ stage, title, passed, total }) => [
    code(stage),
    prose(title),
    `${passed}/${total}`,
  ]);
  return rows.length === 0 ? [] : table(["Stage", "What it is about", "Passed"], rows);
}

function coverageTable({ coverage }: Report): string[] {
  const rows = COVERAGE_ROWS.map((row) => {
    const { covered, total, missing } = coverage[row];
    const more = missing.length > MISSING_SHOWN ? ` and ${missing.length - MISSING_SHOWN} more` : "";
    return [
      COVERAGE_WORDS[row],
      `${covered}/${total}`,
      `${missing.slice(0, MISSING_SHOWN).map(code).join(", ")}${more}`,
    ];
  });
  return table(["Coverage", "Seen", "Missing"], rows);
}

function capital(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}
