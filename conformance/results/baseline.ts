import { type BaselineEntry, isHeldUp, type Stood, standings } from "./baseline-entry-status.ts";
import type { Baseline, BaselineProblem, KnownFailure, Report, RuleResult } from "./model.ts";
import { currentId, similarId } from "./rule-ids.ts";
import { verdict } from "./verdict.ts";

/** The known failures of a server, as their file has them. */
export interface BaselineFile {
  /** Path as given. */
  file: string;
  entries: BaselineEntry[];
}

/** What a new entry has for a reason until somebody writes one. */
export const TODO_REASON = "TODO: why is this accepted?";

/** The day that it is, `2027-01-31`, in UTC: a run means the same wherever it is started. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Judges a report by the known failures of the server: they fail no run, and an entry that is none fails it.
 *
 * @param day the day that it is, `2027-01-31`
 * @returns the report with its baseline, and the verdict that follows
 */
export function applyBaseline(report: Report, { file, entries }: BaselineFile, day: string): Report {
  const stood = standings(entries, report.results, day);
  const accepted = acceptedCauses(stood, report.results);
  const isListed = (rule: string) => stood.some((each) => each.rule === rule && each.standing === "known");
  const baseline: Baseline = {
    file,
    heldBack: report.results
      .filter((result) => isHeldUp(result) && accepted.has(result.cause ?? "") && !isListed(result.rule))
      .map(({ rule }) => rule),
    known: stood.flatMap(({ entry, rule, standing }): KnownFailure[] => {
      if (standing !== "known" || rule === null) return [];
      return [{ rule, reason: entry.reason, issue: entry.issue, expires: entry.expires }];
    }),
    problems: stood.flatMap((item): BaselineProblem[] => {
      const message = problem(item, stood);
      return message === null
        ? []
        : [{ rule: item.rule ?? item.entry.rule, line: item.entry.lines[0], message }];
    }),
  };
  return { ...report, baseline, verdict: report.cutShort ? "cut short" : verdict(report.results, baseline) };
}

/** What known failures are consequences of: what else is a consequence of it is held back. */
function acceptedCauses(stood: readonly Stood[], results: readonly RuleResult[]): Set<string> {
  const causes = new Map(results.map(({ rule, cause }) => [rule, cause]));
  const all = stood.flatMap(({ entry, rule, standing }) => {
    if (rule === null || !["known", "open"].includes(standing)) return [];
    const seen = standing === "known" ? [causes.get(rule), `rule ${rule}`] : [];
    return [entry.cause, ...seen].filter((cause) => cause != null);
  });
  return new Set(all);
}

/** True for a result that the baseline says is to be expected on this day: nothing to end a run for. */
export function isExpected(
  { entries }: BaselineFile,
  result: Pick<RuleResult, "rule" | "outcome" | "cause" | "lost">,
  day: string,
): boolean {
  return standings(entries, [result], day).some(({ standing }) => standing === "known");
}

/** What is to be known of entries and fails no run: `sync2-baseline.yaml:3: …`, a sentence each. */
export function baselineNotes({ file, entries }: BaselineFile): string[] {
  return entries.flatMap(({ rule, reason, lines: [line] }) => {
    const now = currentId(rule);
    if (now === null) return [];
    const notes = [];
    if (now !== rule) notes.push(`${rule} is now called ${now}: "sync2 baseline --write" takes that over`);
    if (/^TODO\b/.test(reason)) notes.push(`${now} has no reason yet`);
    return notes.map((note) => `${file}:${line}: ${note}`);
  });
}

function problem({ entry, rule, standing }: Stood, all: readonly Stood[]): string | null {
  switch (standing) {
    case "known":
    case "open":
      return null;
    case "passed":
      return `${rule} passes now: remove ${place(entry)}.`;
    case "notApplicable":
      return `The server does not offer the feature of ${rule}: remove ${place(entry)}.`;
    case "uncheckable":
      return `${rule} has no check, and cannot fail: remove ${place(entry)}.`;
    case "expired":
      return `${rule} was accepted until ${entry.expires}: fix the server and remove ${place(entry)}, or set a later day there.`;
    case "duplicate": {
      const [line] = all.find((other) => other.rule === rule)?.entry.lines ?? entry.lines;
      return `Line ${line} already has an entry for ${rule}: remove ${place(entry)}.`;
    }
    case "unknown": {
      const meant = similarId(entry.rule);
      if (meant === null) return `No rule is called ${entry.rule}: remove ${place(entry)}.`;
      return `No rule is called ${entry.rule}. If you mean ${meant}, write that; otherwise remove ${place(entry)}.`;
    }
  }
}

function place({ lines: [first, last] }: BaselineEntry): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}
