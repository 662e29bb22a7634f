/** Writes a report as JSON, and any other text to a file whose folder may be missing. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Report } from "./report-model.ts";

/** `$schema` of a report, and `$id` of `report.schema.json`. */
export const REPORT_SCHEMA = "https://sync2-protocol.example/schema/report-1.json";

/**
 * The report as JSON with one line for each rule: with all of it indented, the tens of thousands of exchanges of a run
 * would take twice the space.
 */
export function renderJson(report: Report): string {
  return [...pieces(report)].join("");
}

function* pieces({ results, ...head }: Report): Generator<string, void> {
  yield JSON.stringify({ ...head, results: [] }, null, 2).replace(/\]\n\}$/, "\n");
  for (const [index, result] of results.entries()) {
    yield `    ${JSON.stringify(result)}${index < results.length - 1 ? "," : ""}\n`;
  }
  yield "  ]\n}\n";
}

/**
 * Writes the report as JSON, one rule at a time. Makes the folder if it is missing.
 *
 * @throws the file system's error if the path cannot be written
 */
export function writeJson(report: Report, path: string): Promise<void> {
  return writeText(path, pieces(report));
}

/**
 * Writes a file. Makes its folder if it is missing.
 *
 * @param text whole, or in pieces
 * @throws the file system's error if the path cannot be written
 */
export async function writeText(path: string, text: string | Iterable<string>): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  await writeFile(path, text);
}

/**
 * Makes a folder and its missing parents, one after another: the option `recursive` of `mkdir` never ends on a file
 * system that takes no new folders, such as /proc.
 *
 * @param folder its absolute path; it may exist already
 * @throws the file system's error
 */
export async function makeFolder(folder: string): Promise<void> {
  const isMissing = await mkdir(folder).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code !== "EEXIST",
  );
  if (!isMissing) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder);
}
