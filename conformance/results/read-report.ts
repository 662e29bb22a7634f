/** Reads a `report.json`, and refuses a file that is not an unchanged report of this format. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { curlLine } from "./curl-command.ts";
import { UsageError } from "./errors.ts";
import { exchangesById } from "./format-exchange.ts";
import { shorten, visible } from "./format-text.ts";
import schema from "./report.schema.json" with { type: "json" };
import { findContradiction } from "./report-consistency.ts";
import type { Exchange, Report } from "./report-model.ts";
import { REPORT_SCHEMA } from "./write-report.ts";

/** The beginning of `$schema` in every version of the format. */
const ANY_VERSION = REPORT_SCHEMA.slice(0, REPORT_SCHEMA.lastIndexOf("-") + 1);
/** A method, or the name of a header field. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const NEXT_STEP = '"sync2 check" writes a new one';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "is a folder: name the report.json in it",
  EACCES: "cannot be read: no permission",
  ERR_STRING_TOO_LONG: "is too large to be read",
};

/**
 * Reads a `report.json`. A report of a full run has some 35 MB, and takes about a second.
 *
 * @param path the file, as `sync2 check` wrote it
 * @throws UsageError that names the file, the reason and the next step. It repeats nothing of the file but the
 *   version, since the user may have named a file that holds secrets.
 */
export function readReport(path: string): Report {
  const value = parse(read(path), path);
  const written = (value as { $schema?: unknown } | null)?.$schema;
  if (typeof written !== "string" || !written.startsWith(ANY_VERSION)) {
    throw new UsageError(
      `${path}: is not a report of this suite. Name the report.json that "sync2 check" wrote.`,
    );
  }
  if (written !== REPORT_SCHEMA) {
    throw new UsageError(
      `${path}: is a report of another format, ${version(written)} instead of ${version(REPORT_SCHEMA)}, ` +
        `${writer(value)}. Read it with the release that wrote it; ${NEXT_STEP}.`,
    );
  }
  const ajv = new Ajv2020({ allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile<Report>(schema);
  if (validate(value)) {
    const problem = findContradiction(value);
    if (problem === null) return withOwnCommands(value);
    throw new UsageError(
      `${path}: is not the report of a run: at ${shorten(visible(problem), 300)} (${writer(value)}). It was changed after the run; ${NEXT_STEP}.`,
    );
  }
  const [error] = validate.errors ?? [];
  const at = error?.instancePath.slice(1).replaceAll("/", ".") || "the top level";
  throw new UsageError(
    `${path}: is not a valid report: at ${shorten(visible(at), 200)}: ${error?.message} (${writer(value)}). ` +
      `Another release may have written it, or it was changed; ${NEXT_STEP}.`,
  );
}

/**
 * Replaces the curl commands of a report by commands made from its exchanges: a reader pastes them into a shell, so
 * the text in the file is not trusted.
 */
function withOwnCommands(report: Report): Report {
  const { get } = exchangesById(report.results);
  for (const { violation } of report.results) {
    if (violation === null) continue;
    const exchange = violation.exchange === null ? undefined : get(violation.exchange);
    violation.curl = exchange && isPlainRequest(exchange) ? curlLine(exchange) : null;
  }
  return report;
}

/** True if curl can read the parts of a request as nothing but a request, not as an option or a local file. */
function isPlainRequest({ request: { method, url, headers } }: Exchange): boolean {
  return (
    /^https?:\/\//i.test(url) && [method, ...headers.map(([name]) => name)].every((name) => TOKEN.test(name))
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: ${REASONS[code] ?? `cannot be read: ${message}`}. ${NEXT_STEP}.`);
  }
}

function parse(text: string, path: string): unknown {
  if (text.trim() === "") throw new UsageError(`${path}: is empty. ${NEXT_STEP}.`);
  try {
    // Some editors and shells put a byte order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UsageError(`${path}: is not JSON, or is cut off. Name a report.json; ${NEXT_STEP}.`);
  }
}

/** The version of a `$schema`: `1` for `…/report-1.json`. */
function version(written: string): string {
  return shorten(visible(written.slice(ANY_VERSION.length).replace(/\.json$/, "")), 20);
}

function writer(value: unknown): string {
  const suite = (value as { suite?: { version?: unknown } }).suite?.version;
  return typeof suite === "string"
    ? `written by release ${shorten(visible(suite), 40)}`
    : "written by an unknown release";
}
