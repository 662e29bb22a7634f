import { Buffer } from "node:buffer";
import type { RuleSentences } from "../../results/format-exchange.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { markdownLines } from "./markdown.ts";
import { marker, problemLine, type RunProblem, runProblems } from "./test-marks.ts";

/** GitHub shows so many annotations of one kind for a step, and drops the others without a word. */
const SHOWN = 10;
/** GitHub refuses the summary of a step as a whole when it is larger. */
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
 * Workflow commands that annotate the run: an error for what fails it, a warning for a violated SHOULD.
 *
 * @param pathInRepository gives the path that GitHub knows a file by; null for one that no annotation may be put on
 * @returns lines ended by `\n`, none of which a server can make another command of
 */
export function annotations(
  report: Report,
  sentences: RuleSentences,
  pathInRepository: (file: string) => string | null = (file) => file,
): string {
  const mark = marker(report);
  const about = (kind: Annotation["kind"], result: RuleResult, reason: string): Annotation => {
    const text = sentences[result.rule]?.text;
    const message = text === undefined ? reason : `${visible(text)}\n${reason}`;
    return { kind, title: `${result.rule} (${result.level})`, place: null, message };
  };
  const marked = report.results.map((result) => ({ result, ...mark(result) }));
  const errors = [
    ...runProblems(report).map((problem) => ofProblem(problem, pathInRepository)),
    ...marked
      .filter(({ kind }) => kind === "failure")
      .map((each) => about("error", each.result, each.reason)),
    ...marked.filter(({ kind }) => kind === "error").map((each) => about("error", each.result, each.reason)),
  ];
  const known = new Set<string>(report.baseline?.known.map(({ rule }) => rule));
  const warnings = marked
    .filter(({ kind, result }) => kind === "accepted" && !known.has(result.rule))
    .map(({ result, reason }) => about("warning", result, reason));
  return [...bounded(errors), ...bounded(warnings)].map(command).join("");
}

function ofProblem(problem: RunProblem, pathInRepository: (file: string) => string | null): Annotation {
  const { name, place, message } = problem;
  const file = place && pathInRepository(place.file);
  return {
    kind: "error",
    title: place === null ? "Sync 2.0 conformance" : name,
    place: place && file ? { file, line: place.line } : null,
    message: file ? message : problemLine(problem),
  };
}

/** The last one that is shown says how many there are beyond it. */
function bounded(annotations: readonly Annotation[]): Annotation[] {
  if (annotations.length <= SHOWN) return [...annotations];
  const shown = annotations.slice(0, SHOWN - 1);
  const rest = annotations.slice(SHOWN - 1);
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
 * The summary of a step, in Markdown, cut after the last line that there is room for.
 *
 * @param used bytes that the summary of the step holds already
 * @returns text that ends with a line feed, or nothing where not even the verdict has room
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
