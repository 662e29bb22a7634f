/** Renders a report for GitHub Actions: annotations, and the summary of the step. */
import { Buffer } from "node:buffer";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { markdownLines } from "./markdown.ts";
import { problemLine, type RunProblem, runProblems, testMarker } from "./test-marks.ts";

/** GitHub shows this many annotations of one kind for a step, and silently drops the others. */
const MAX_ANNOTATIONS = 10;
/** GitHub refuses a larger summary of a step as a whole. */
const SUMMARY_BYTES = 1024 ** 2;
const MESSAGE_LENGTH = 2000;

interface Annotation {
  kind: "error" | "warning";
  title: string;
  /** Of a file in the repository, from line 1; null for the run as a whole. */
  place: { file: string; line: number } | null;
  message: string;
}

/**
 * Workflow commands that annotate the run: an error for each failure, a warning for each violated SHOULD.
 *
 * @param pathInRepository maps a file to its path in the repository; null for a file that takes no annotation
 * @returns lines ended by `\n`; no text of a server can turn one into another command
 */
export function annotations(
  report: Report,
  sentences: RuleSentences,
  pathInRepository: (file: string) => string | null = (file) => file,
): string {
  const mark = testMarker(report);
  const about = (kind: Annotation["kind"], result: RuleResult, reason: string): Annotation => {
    const text = sentences[result.rule]?.text;
    const message = text === undefined ? reason : `${visible(text)}\n${reason}`;
    return { kind, title: `${result.rule} (${result.level})`, place: null, message };
  };
  const marked = report.results.map((result) => ({ result, ...mark(result) }));
  const errors = [
    ...runProblems(report).map((problem) => annotationOf(problem, pathInRepository)),
    ...marked
      .filter(({ kind }) => kind === "failure")
      .map(({ result, reason }) => about("error", result, reason)),
    ...marked
      .filter(({ kind }) => kind === "error")
      .map(({ result, reason }) => about("error", result, reason)),
  ];
  const known = new Set<string>(report.baseline?.known.map(({ rule }) => rule));
  const warnings = marked
    .filter(({ kind, result }) => kind === "accepted" && !known.has(result.rule))
    .map(({ result, reason }) => about("warning", result, reason));
  return [...firstAnnotations(errors), ...firstAnnotations(warnings)].map(command).join("");
}

function annotationOf(problem: RunProblem, pathInRepository: (file: string) => string | null): Annotation {
  const { name, place, message } = problem;
  const file = place && pathInRepository(place.file);
  return {
    kind: "error",
    title: place === null ? "Sync 2.0 conformance" : name,
    place: place && file ? { file, line: place.line } : null,
    message: file ? message : problemLine(problem),
  };
}

/** As many annotations as GitHub shows; the last one counts the others. */
function firstAnnotations(annotations: readonly Annotation[]): Annotation[] {
  if (annotations.length <= MAX_ANNOTATIONS) return [...annotations];
  const shown = annotations.slice(0, MAX_ANNOTATIONS - 1);
  const rest = annotations.slice(MAX_ANNOTATIONS - 1);
  const message = rest.map(({ title }) => title).join(", ");
  return [
    ...shown,
    {
      kind: rest[0]?.kind ?? "error",
      title: `and ${rest.length} more, see the summary`,
      place: null,
      message,
    },
  ];
}

function command({ kind, title, place, message }: Annotation): string {
  const properties = { title, ...place };
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escapeProperty(visible(`${value}`))}`,
  );
  return `::${kind} ${list.join(",")}::${escapeData(visible(shorten(message, MESSAGE_LENGTH), { lines: true }))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * The summary of a step in Markdown, cut after the last line that fits.
 *
 * @param used bytes that the summary of the step already holds
 * @returns text that ends with a line feed; empty if not even the verdict fits
 */
export function stepSummary(report: Report, sentences: RuleSentences, used: number): string {
  const lines = markdownLines(report, sentences);
  const whole = `${lines.join("\n")}\n`;
  const room = SUMMARY_BYTES - used;
  if (Buffer.byteLength(whole) <= room) return whole;
  const note = "\n\n_Cut: GitHub shows no more. The report of the run has the rest._\n";
  let left = room - Buffer.byteLength(note);
  const end = lines.findIndex((line) => {
    left -= Buffer.byteLength(line) + 1;
    return left < 0;
  });
  return end > 2 ? `${lines.slice(0, end).join("\n")}${note}` : "";
}
