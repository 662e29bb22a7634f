import { open, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  defaultFile,
  type FileFormatName,
  type FormatName,
  fileFormats,
} from "../report/formats/format-names.ts";
import { render } from "../report/formats/render-format.ts";
import { renderSummary } from "../report/render-summary.ts";
import { UsageError } from "../results/errors.ts";
import type { Report } from "../results/report-model.ts";
import { makeFolder, writeJson, writeText } from "../results/write-report.ts";
import { print, say } from "./ci-log.ts";
import { removeFormer } from "./former-reports.ts";
import { quietly } from "./github-actions.ts";
import { pagesOf } from "./rule-pages.ts";
import { SENTENCES } from "./rule-sentences.ts";
import type { Shell } from "./shell.ts";

/** The formats that every run writes. */
const ALWAYS: readonly FileFormatName[] = ["json", "html"];

/** The files of a run, with the formats that they hold. */
function filesIn(folder: string, formats: readonly FormatName[]): [FileFormatName, path: string][] {
  const names = new Set([...ALWAYS, ...fileFormats(formats)]);
  return [...names].map((name) => [name, join(folder, defaultFile(name))]);
}

/**
 * Makes the folder of the report, removes the files of a former run and tests whether new files can be written, before
 * the run takes its time.
 *
 * @param formats the formats beside `report.json` and `index.html`
 * @throws UsageError
 */
export async function prepareFolder(folder: string, formats: readonly FormatName[] = []): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    for (const [, path] of filesIn(folder, formats)) {
      // Opens to append, so that a file of another program keeps its content.
      const file = await open(path, "a");
      const { size } = await file.stat().finally(() => file.close());
      if (size === 0) await rm(path);
    }
    // If this run ended early, files of a former run could be taken for its own.
    await removeFormer(folder);
  } catch (error) {
    throw new UsageError(
      `--report ${folder}: cannot be written: ${(error as Error).message}. Name another folder.`,
    );
  }
}

/**
 * Prints the summary with the page of each violated rule.
 *
 * @param docs URL of the documentation; without it, a terminal gets paths of local pages, and a log gets none
 */
export function printSummary(
  report: Report,
  { color, docs }: { color: boolean; docs: string | null },
  { env, stdout }: Pick<Shell, "env" | "stdout">,
): void {
  const { columns = 110, isTTY } = stdout;
  const style = { color, columns, ...((docs !== null || isTTY) && { pageOf: pagesOf(docs) }) };
  stdout.write(quietly(`${renderSummary(report, SENTENCES, style)}\n`, env));
}

/**
 * Writes `report.json` and `index.html`, and a file for each further format.
 *
 * @param formats the further formats
 * @param docs URL of the documentation to which rules link
 * @returns false if a file could not be written; the user has been told then
 */
export async function writeReports(
  report: Report,
  folder: string,
  { formats, docs }: { formats: readonly FormatName[]; docs: string | null },
  shell: Pick<Shell, "stdout" | "stderr" | "env">,
): Promise<boolean> {
  try {
    for (const [name, path] of filesIn(folder, formats)) {
      if (name === "json") await writeJson(report, path);
      else await writeText(path, render(name, report, SENTENCES, { docs }));
    }
  } catch (error) {
    say(shell, `sync2: the report cannot be written to ${folder}: ${(error as Error).message}.\n`);
    return false;
  }
  print(shell, `Report: ${join(folder, defaultFile("html"))}\n`);
  return true;
}
