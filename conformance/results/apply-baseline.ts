/** Judges a report by a baseline: known failures fail no run, and a wrong entry fails it. */
import { type BaselineEntry, isHeldUp, type JudgedEntry, judgeEntries } from "./baseline-entry-status.ts";
import type { Baseline, BaselineProblem, KnownFailure, Report, RuleResult } from "./report-model.ts";
import { currentId, similarId } from "./rule-ids.ts";
import { verdict } from "./verdict.ts";

/** A baseline file: the known failures of a server. */
export interface BaselineFile {
  /** Path as given. */
  file: string;
  entries: BaselineEntry[];
}

/** The reason of a new entry, until somebody writes one. */
export const TODO_REASON = "TODO: why is this accepted?";

/** Today, `2027-01-31`, in UTC, so that a run means the same in every time zone. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Adds a baseline to a report. A known failure fails no run; an entry that is not one fails it.
 *
 * @param day today, `2027-01-31`
 * @returns the report with its baseline and the verdict that follows
 */
export function applyBaseline(report: Report, { file, entries }: BaselineFile, day: string): Report {
  const judged = judgeEntries(entries, report.results, day);
  const accepted = acceptedCauses(judged, report.results);
  const isListed = (rule: string) => judged.some((entry) => entry.rule === rule && entry.status === "known");
  const baseline: Baseline = {
    file,
    heldBack: report.results
      .filter((result) => isHeldUp(result) && accepted.has(result.cause ?? "") && !isListed(result.rule))
      .map(({ rule }) => rule),
    known: judged.flatMap(({ entry, rule, status }): KnownFailure[] => {
      if (status !== "known" || rule === null) return [];
      return [{ rule, reason: entry.reason, issue: entry.issue, expires: entry.expires }];
    }),
    problems: judged.flatMap((item): BaselineProblem[] => {
      const message = problemOf(item, judged);
      return message === null
        ? []
        : [{ rule: item.rule ?? item.entry.rule, line: item.entry.lines[0], message }];
    }),
  };
  return { ...report, baseline, verdict: report.cutShort ? "cut short" : verdict(report.results, baseline) };
}

/** The causes of known failures: every other rule with one of these causes is held back. */
function acceptedCauses(judged: readonly JudgedEntry[], results: readonly RuleResult[]): Set<string> {
  const causes = new Map(results.map(({ rule, cause }) => [rule, cause]));
  const accepted = judged.flatMap(({ entry, rule, status }) => {
    if (rule === null || !["known", "open"].includes(status)) return [];
    const ofResult = status === "known" ? [causes.get(rule), `rule ${rule}`] : [];
    return [entry.cause, ...ofResult].filter((cause) => cause != null);
  });
  return new Set(accepted);
}

/** True if the baseline accepts this result on this day, so that `--bail` does not end the run. */
export function isExpected(
  { entries }: BaselineFile,
  result: Pick<RuleResult, "rule" | "outcome" | "cause" | "lost">,
  day: string,
): boolean {
  return judgeEntries(entries, [result], day).some(({ status }) => status === "known");
}

/** Notes about entries that fail no run, one sentence each: `sync2-baseline.yaml:3: …`. */
export function baselineNotes({ file, entries }: BaselineFile): string[] {
  return entries.flatMap(({ rule, reason, lines: [line] }) => {
    const current = currentId(rule);
    if (current === null) return [];
    const notes = [];
    if (current !== rule)
      notes.push(`${rule} is now called ${current}: "sync2 baseline --write" takes that over`);
    if (/^TODO\b/.test(reason)) notes.push(`${current} has no reason yet`);
    return notes.map((note) => `${file}:${line}: ${note}`);
  });
}

function problemOf({ entry, rule, status }: JudgedEntry, all: readonly JudgedEntry[]): string | null {
  switch (status) {
    case "known":
    case "open":
      return null;
    case "passed":
      return `${rule} passes now: remove ${linesOf(entry)}.`;
    case "notApplicable":
      return `The server does not offer the feature of ${rule}: remove ${linesOf(entry)}.`;
    case "uncheckable":
      return `${rule} has no check, and cannot fail: remove ${linesOf(entry)}.`;
    case "expired":
      return `${rule} was accepted until ${entry.expires}: fix the server and remove ${linesOf(entry)}, or set a later day there.`;
    case "duplicate": {
      const [line] = all.find((other) => other.rule === rule)?.entry.lines ?? entry.lines;
      return `Line ${line} already has an entry for ${rule}: remove ${linesOf(entry)}.`;
    }
    case "unknown": {
      const meant = similarId(entry.rule);
      if (meant === null) return `No rule is called ${entry.rule}: remove ${linesOf(entry)}.`;
      return `No rule is called ${entry.rule}. If you mean ${meant}, write that; otherwise remove ${linesOf(entry)}.`;
    }
  }
}

function linesOf({ lines: [first, last] }: BaselineEntry): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}
