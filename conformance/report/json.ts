import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Report } from "./model.ts";

/** `$schema` of a report, and `$id` of `report.schema.json`. */
export const REPORT_SCHEMA = "https://sync2-protocol.example/schema/report-1.json";

/**
 * Writes the report as indented JSON, making the folder where it is missing.
 *
 * @throws the file system's error when the path cannot be written
 */
export function writeJson(report: Report, path: string): Promise<void> {
  return writeText(path, `${JSON.stringify(report, null, 2)}\n`);
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
