import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Report } from "./model.ts";

/** `$schema` of a report, and `$id` of `report.schema.json`. */
export const REPORT_SCHEMA = "https://sync2-protocol.example/schema/report-1.json";

/**
 * The report as JSON, a rule a line: indented throughout, a run's tens of thousands of exchanges would take twice the
 * room.
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
 * Writes the report as JSON, a rule at a time, making the folder where it is missing.
 *
 * @throws the file system's error when the path cannot be written
 */
export function writeJson(report: Report, path: string): Promise<void> {
  return writeText(path, pieces(report));
}

/**
 * Writes a file, making its folder where it is missing.
 *
 * @param text whole, or in pieces
 * @throws the file system's error when the path cannot be written
 */
export async function writeText(path: string, text: string | Iterable<string>): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  await writeFile(path, text);
}

/**
 * Makes a folder and those above it, step by step: `recursive` never ends where a file system takes no new folders,
 * such as /proc.
 *
 * @param folder its absolute path; one that is there already is fine
 * @throws the file system's error
 */
export async function makeFolder(folder: string): Promise<void> {
  const again = await mkdir(folder).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code !== "EEXIST",
  );
  if (!again) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder);
}
