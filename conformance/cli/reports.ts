import { mkdir, open, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type RuleId, rules } from "../../generated/rules.ts";
import { renderHtml } from "../report/html.ts";
import { writeJson, writeText } from "../report/json.ts";
import type { Report } from "../report/model.ts";
import { renderSummary } from "../report/terminal.ts";
import { UsageError } from "./exit.ts";

const SENTENCES: Record<RuleId, { text: string; place: string }> = rules;

const pageIn = (folder: string) => join(folder, "index.html");
const dataIn = (folder: string) => join(folder, "report.json");

/**
 * Makes the folder of the report and sees whether both files can be written, before minutes are spent on a run.
 * @throws UsageError
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await make(resolve(folder));
    for (const path of [pageIn(folder), dataIn(folder)]) {
      // Opened to append, so that an earlier report stays as it is.
      const file = await open(path, "a");
      const { size } = await file.stat().finally(() => file.close());
      if (size === 0) await rm(path);
    }
  } catch (error) {
    throw new UsageError(
      `--report ${folder}: cannot be written: ${(error as Error).message}. Name another folder.`,
    );
  }
}

/** Step by step: `recursive` never ends where a file system takes no new folders, such as /proc. */
async function make(folder: string): Promise<void> {
  const again = await mkdir(folder).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code !== "EEXIST",
  );
  if (!again) return;
  if (dirname(folder) !== folder) await make(dirname(folder));
  await mkdir(folder);
}

/** Prints what was found. */
export function printSummary(report: Report, color: boolean): void {
  const columns = process.stdout.columns ?? 110;
  process.stdout.write(`${renderSummary(report, SENTENCES, { color, columns })}\n`);
}

/**
 * Writes both files.
 * @returns false where that failed, which was said then
 */
export async function writeReports(report: Report, folder: string): Promise<boolean> {
  try {
    await writeJson(report, dataIn(folder));
    await writeText(pageIn(folder), renderHtml(report, SENTENCES));
  } catch (error) {
    process.stderr.write(`sync2: the report cannot be written to ${folder}: ${(error as Error).message}.\n`);
    return false;
  }
  process.stdout.write(`Report: ${pageIn(folder)}\n`);
  return true;
}
