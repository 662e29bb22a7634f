/** Draws an existing report in other formats. */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  defaultFile,
  type FileFormatName,
  type FormatName,
  fileFormats,
} from "../report/formats/format-names.ts";
import { render } from "../report/formats/render-format.ts";
import { UsageError } from "../results/errors.ts";
import { readReport } from "../results/read-report.ts";
import { writeText } from "../results/write-report.ts";
import { type Kind, print } from "./ci-log.ts";
import { announce } from "./github-actions.ts";
import { printSummary } from "./report-folder.ts";
import { SENTENCES } from "./rule-sentences.ts";
import type { Shell } from "./shell.ts";

export interface ReportOptions {
  /** The summary when empty. */
  format: FormatName[];
  /** A file, a folder, or `-` for standard output, the default. */
  output?: string;
  /** URL of the documentation to which the page links. */
  docs?: string;
  color: boolean;
}

/**
 * `sync2 report`: renders a report that an earlier run wrote.
 *
 * @param path its `report.json`
 * @throws UsageError
 */
export async function report(
  path: string,
  { format, output = "-", docs, color }: ReportOptions,
  shell: Shell,
): Promise<void> {
  const files = fileFormats(format);
  const place = placeOf(files, format, output);
  const read = readReport(path);
  if (format.length === 0) return printSummary(read, { color, docs: docs ?? null }, shell);
  for (const name of files) {
    const text = render(name, read, SENTENCES, { docs: docs ?? null });
    if (place === null) print(shell, text, kindOf(name));
    else await write(place(name), text, path);
  }
  if (format.includes("github")) announce(read, shell);
}

/** The syntax of a format, which decides how a log escapes it. */
export function kindOf(name: FileFormatName): Kind {
  if (name === "json" || name === "har" || name === "badge") return "json";
  return name === "html" || name === "junit" ? "markup" : "text";
}

/** The file for a format; null for standard output. */
function placeOf(
  files: readonly FileFormatName[],
  format: readonly FormatName[],
  output: string,
): ((name: FileFormatName) => string) | null {
  if (output === "-") {
    if (format.length <= 1 || files.length === 0) return null;
    throw new UsageError(
      `--format ${format.join(",")}: standard output takes one of them. Name a folder with --output.`,
    );
  }
  if (files.length === 0) {
    throw new UsageError(
      `--output ${output}: there is nothing to write there. Choose a format, e.g. --format junit.`,
    );
  }
  if (isFolder(output)) return (name) => join(output, defaultFile(name));
  if (files.length === 1) return () => output;
  throw new UsageError(
    `--output ${output}: ${files.length} formats do not fit into a file. Name a folder: "${output}/".`,
  );
}

function isFolder(path: string): boolean {
  return /[/\\]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
}

async function write(path: string, text: string, source: string): Promise<void> {
  if (resolve(path) === resolve(source)) {
    throw new UsageError(`--output ${path}: is the report itself. Name another file or folder.`);
  }
  try {
    await writeText(path, text);
  } catch (error) {
    throw new UsageError(
      `--output ${path}: cannot be written: ${(error as Error).message}. Name another place.`,
    );
  }
}
