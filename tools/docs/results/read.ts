import type { Report } from "../../../conformance/results/report-model.ts";

/** `$id`s of the files of a run; their text is that of conformance/results, which this must not load as a whole. */
const SCHEMA = /^https:\/\/sync2-protocol\.example\/schema\/([a-z]+)-(\d+)\.json$/;

/** A check of the schema, made by Ajv. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly { instancePath: string; message?: string; params: object }[] | null;
}

export interface Validators {
  strict: Validator;
  /** Lets members pass that the schema does not name. */
  tolerant: Validator;
}

/** Why a file cannot be laid over the document, with what to do. */
export class Refusal extends Error {}

export interface Read {
  report: Report;
  /** What the file holds that this page knows nothing of, as a sentence; null where it knows all. */
  note: string | null;
}

const TAKE = "Take the file report.json, which a run writes beside it.";

/** What a text is that is no JSON. */
function notJson(text: string, error: unknown): Refusal {
  const start = text.trimStart();
  if (start === "") return new Refusal("The file is empty. Was the run interrupted? Run it again.");
  if (/^<!doctype html|^<html/i.test(start)) return new Refusal(`This is an HTML page. ${TAKE}`);
  if (start.startsWith("<")) return new Refusal(`This is XML, such as a JUnit report. ${TAKE}`);
  if (/^TAP version/.test(start)) return new Refusal(`This is a TAP report. ${TAKE}`);
  if (start.startsWith("{") && !text.trimEnd().endsWith("}"))
    return new Refusal(
      "The file ends in the middle: it was cut, or is still being written. Copy it again once the run has ended.",
    );
  if (start.startsWith("{") || start.startsWith("["))
    return new Refusal(`The file is damaged JSON (${(error as Error).message}). Copy it again.`);
  return new Refusal(`This is no JSON. ${TAKE}`);
}

type Unknown = Record<string, unknown>;

const isObject = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What JSON is that is no report. */
function notReport(value: unknown): Refusal {
  if (!isObject(value)) return new Refusal(`This JSON is no report. ${TAKE}`);
  const [, kind, number] = SCHEMA.exec(String(value.$schema)) ?? [];
  if (kind === "comparison")
    return new Refusal(
      "This is a comparison of several servers. Take the report.json in the folder of one of them, which stands beside it.",
    );
  if (kind === "report")
    return new Refusal(
      `This report has format ${number}, and this page reads format 1. Open it with the documentation of the version that made it.`,
    );
  if (isObject(value.log) && "entries" in value.log)
    return new Refusal(`This is a HAR file, which has exchanges but no outcomes. ${TAKE}`);
  if ("schemaVersion" in value && "label" in value) return new Refusal(`This is a badge. ${TAKE}`);
  if ("openapi" in value) return new Refusal(`This is an OpenAPI document. ${TAKE}`);
  return new Refusal(`This JSON is no report: its "$schema" does not say so. ${TAKE}`);
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
 * Reads a report.
 *
 * @param text of the file
 * @throws Refusal when it is none, or a damaged one
 */
export function readReport(text: string, { strict, tolerant }: Validators): Read {
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
  throw new Refusal(
    `The report does not keep its schema: ${firstError(tolerant)}. It was changed after the run, or made by a version of the suite that this page cannot read. Run the suite again.`,
  );
}
