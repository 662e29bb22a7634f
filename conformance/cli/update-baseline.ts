/** Writes the baseline of known failures from a report. */
import { existsSync, writeFileSync } from "node:fs";
import pc from "picocolors";
import { parseBaseline, readBaseline } from "../config/baseline-file.ts";
import { type Change, updateBaseline } from "../config/baseline-update.ts";
import { type BaselineFile, baselineNotes, TODO_REASON, today } from "../results/apply-baseline.ts";
import { judgeEntries } from "../results/baseline-entry-status.ts";
import { UsageError } from "../results/errors.ts";
import { plural, shorten, visible } from "../results/format-text.ts";
import { readReport } from "../results/read-report.ts";
import type { Report } from "../results/report-model.ts";
import { EXIT } from "./exit-codes.ts";

export interface BaselineOptions {
  write: boolean;
  /** The baseline. */
  file: string;
  /** Of new entries. */
  reason: string | undefined;
  color: boolean;
}

/**
 * `sync2 baseline`: shows the changes that make a baseline agree with a report; with `--write`, makes them.
 *
 * @param path the report
 * @returns the text to print, and the exit code: 1 if there are changes that were not written
 * @throws UsageError
 */
export function baseline(
  path: string,
  { write, file, reason = TODO_REASON, color }: BaselineOptions,
): { out: string; code: number } {
  const report = readReport(path);
  if (report.summary.passed === 0 && report.only === null && !report.causes?.length) {
    throw new UsageError(
      `${path}: no rule passed in this run, so it says nothing about the server. Check the server again.`,
    );
  }
  const current = existsSync(file) ? readBaseline(file) : null;
  const day = today();
  const { text, changes } = updateBaseline(current, report, { file, reason, day });
  if (write && changes.length > 0) writeTo(file, text);

  const next = write && changes.length > 0 ? parseBaseline(text, file) : current;
  const lines = [
    visible(`The run of ${report.startedAt} against ${report.target.endpoint}`),
    ...changes.map((change) => changeLine(change, pc.createColors(color))),
    ...(next === null ? [] : notesOn(next, report, day)).map((note) => `! ${visible(note)}.`),
    ending(file, changes, write),
  ];
  return {
    out: `${lines.join("\n")}\n`,
    code: write || changes.length === 0 ? EXIT.pass : EXIT.violated,
  };
}

/** Notes on entries that an update does not change. */
function notesOn(file: BaselineFile, { results }: Report, day: string): string[] {
  const expired = judgeEntries(file.entries, results, day).filter(({ status }) => status === "expired");
  return [
    ...baselineNotes(file),
    ...expired.map(
      ({ rule, entry: { expires, lines } }) =>
        `${file.file}:${lines[0]}: ${rule} still fails, but was accepted only until ${expires}: set a later day by hand`,
    ),
  ];
}

function changeLine({ kind, rule, why, reason }: Change, colors: ReturnType<typeof pc.createColors>): string {
  const line = visible(`${{ add: "+", remove: "-", rename: "~" }[kind]} ${rule}  ${why}`);
  const lost = kind === "remove" ? `\n    ${colors.dim(shorten(visible(reason), 200))}` : "";
  return (kind === "remove" ? colors.green : colors.yellow)(line) + lost;
}

function ending(file: string, changes: readonly Change[], write: boolean): string {
  if (changes.length === 0) return `${file} is up to date: nothing to change.`;
  const count = plural(changes.length, "change");
  return write ? `${file}: ${count} made.` : `${file} is not up to date: --write makes ${count}.`;
}

function writeTo(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${(error as Error).message}. Name another --file.`);
  }
}
