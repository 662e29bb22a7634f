import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Report } from "./model.ts";

/** `$schema` of a report, and `$id` of `report.schema.json`. */
export const REPORT_SCHEMA = "https://sync2-protocol.example/schema/report-1.json";

/**
 * Writes the report as JSON, a rule a line, making the folder where it is missing: indented throughout, a run's tens
 * of thousands of exchanges would take twice the room.
 *
 * @throws the file system's error when the path cannot be written
 */
export function writeJson(report: Report, path: string): Promise<void> {
  const { results, ...head } = report;
  const lines = results.map((result) => `    ${JSON.stringify(result)}`);
  const opened = JSON.stringify({ ...head, results: [] }, null, 2).replace(/\]\n\}$/, "");
  return writeText(path, `${opened}\n${lines.join(",\n")}\n  ]\n}\n`);
}

/**
 * Writes a file, making its folder where it is missing.
 *
 * @throws the file system's error when the path cannot be written
 */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
