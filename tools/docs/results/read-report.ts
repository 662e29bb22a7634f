// Parses a report that a user opens on the results page, and explains why a file is not one.
import type { Report } from "../../../conformance/results/report-model.ts";

/** The `$id` of a file of a run. conformance/results defines it too, but the page must not load that whole room. */
const SCHEMA = /^https:\/\/sync2-protocol\.example\/schema\/([a-z]+)-(\d+)\.json$/;

/** A validator that Ajv compiled from the schema. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly { instancePath: string; message?: string; params: object }[] | null;
}

/** The two validators of a report. */
export interface Validators {
  strict: Validator;
  /** Accepts members that the schema does not name. */
  tolerant: Validator;
}

/** A file cannot be shown as a report; the message has the reason and the next step. */
export class ReportError extends Error {}

/** A valid report. */
export interface ParsedReport {
  report: Report;
  /** A warning about unknown members, which the page does not show; null if there are none. */
  note: string | null;
}

const TAKE = "Take the file report.json, which a run writes beside it.";

/** The error for a text that is not JSON, by its format. */
function notJson(text: string, error: unknown): ReportError {
  const start = text.trimStart();
  if (start === "") return new ReportError("The file is empty. Was the run interrupted? Run it again.");
  if (/^<!doctype html|^<html/i.test(start)) return new ReportError(`This is an HTML page. ${TAKE}`);
  if (start.startsWith("<")) return new ReportError(`This is XML, such as a JUnit report. ${TAKE}`);
  if (/^TAP version/.test(start)) return new ReportError(`This is a TAP report. ${TAKE}`);
  if (start.startsWith("{") && !text.trimEnd().endsWith("}"))
    return new ReportError(
      "The file ends in the middle: it was cut, or is still being written. Copy it again once the run has ended.",
    );
  if (start.startsWith("{") || start.startsWith("["))
    return new ReportError(`The file is damaged JSON (${(error as Error).message}). Copy it again.`);
  return new ReportError(`This is no JSON. ${TAKE}`);
}

type Unknown = Record<string, unknown>;

const isObject = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The error for JSON that is not a report, by its kind. */
function notReport(value: unknown): ReportError {
  if (!isObject(value)) return new ReportError(`This JSON is no report. ${TAKE}`);
  const [, kind, number] = SCHEMA.exec(String(value.$schema)) ?? [];
  if (kind === "comparison")
    return new ReportError(
      "This is a comparison of several servers. Take the report.json in the folder of one of them, which stands beside it.",
    );
  if (kind === "report")
    return new ReportError(
      `This report has format ${number}, and this page reads format 1. Open it with the documentation of the version that made it.`,
    );
  if (isObject(value.log) && "entries" in value.log)
    return new ReportError(`This is a HAR file, which has exchanges but no outcomes. ${TAKE}`);
  if ("schemaVersion" in value && "label" in value) return new ReportError(`This is a badge. ${TAKE}`);
  if ("openapi" in value) return new ReportError(`This is an OpenAPI document. ${TAKE}`);
  return new ReportError(`This JSON is no report: its "$schema" does not say so. ${TAKE}`);
}

/** `/results/3/outcome must be equal to one of the allowed values`. */
function firstError({ errors }: Validator): string {
  const [first] = errors ?? [];
  if (first === undefined) return "it does not keep its schema";
  const { additionalProperty } = first.params as { additionalProperty?: string };
  const where = first.instancePath || "the report";
  return additionalProperty === undefined
    ? `${where} ${first.message ?? "is wrong"}`
    : `${where} has "${additionalProperty}"`;
}

/**
 * Parses and validates a report.
 *
 * @param text text of the file
 * @throws ReportError if the text is not a report, or if the report is damaged
 */
export function readReport(text: string, { strict, tolerant }: Validators): ParsedReport {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw notJson(text, error);
  }
  const [, kind, number] = SCHEMA.exec(isObject(value) ? String(value.$schema) : "") ?? [];
  if (kind !== "report" || number !== "1") throw notReport(value);
  if (strict(value)) return { report: value as unknown as Report, note: null };
  const why = firstError(strict);
  if (tolerant(value))
    return {
      report: value as unknown as Report,
      note: `The report holds what this page knows nothing of and leaves out (${why}).`,
    };
  throw new ReportError(
    `The report does not keep its schema: ${firstError(tolerant)}. It was changed after the run, or made by a version of the suite that this page cannot read. Run the suite again.`,
  );
}
