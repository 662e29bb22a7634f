import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { CheckOptions } from "../../conformance/config/library-options.ts";
import { check } from "../../conformance/index.ts";
import type { Report } from "../../conformance/results/model.ts";
import { type Assertion, openAssertionLog } from "../../conformance/runner/assertion-log.ts";
import { UsageError } from "../run-command.ts";

/** A whole run on the reference server: the source of what the site shows of correct exchanges. */
export interface ReferenceRun {
  report: Report;
  /** What the checks asked of the answers and saw to hold, by the id of the exchange. */
  notes: Readonly<Record<string, readonly Assertion[]>>;
}

/** A file that was named as a run, and is none. */
export class RunError extends UsageError {}

/** Seconds: a machine that is busy with other things is no fault of the server. */
const TIMEOUT = 60;

/**
 * Checks the reference server; takes the better part of a minute.
 * @param narrowed to fewer rules
 */
export async function runReference(narrowed: Pick<CheckOptions, "only"> = {}): Promise<ReferenceRun> {
  const heard = openAssertionLog();
  try {
    const report = await check({ ...narrowed, reference: true, timeout: TIMEOUT });
    const exchanges = report.results.flatMap((result) => result.exchanges);
    const noted = exchanges.map((exchange) => [exchange.id, heard.assertionsOn(exchange)] as const);
    return { report, notes: Object.fromEntries(noted.filter(([, notes]) => notes.length > 0)) };
  } finally {
    heard.close();
  }
}

/**
 * A whole run, as it was saved in `file`; otherwise one is made, and saved where a file is named.
 * @param say is told before that is begun
 * @throws {RunError} when the file is no run
 */
export async function referenceRun(
  file: string | undefined,
  say: (text: string) => void,
): Promise<ReferenceRun> {
  if (file !== undefined && existsSync(file)) return readRun(file);
  say("Checking the reference server, for the exchanges to show …");
  const run = await runReference();
  if (file !== undefined) await writeFile(file, JSON.stringify(run));
  return run;
}

/** One that was saved before there were notes has none. */
async function readRun(file: string): Promise<ReferenceRun> {
  const text = await readFile(file, "utf8");
  try {
    const { report, notes = {} } = JSON.parse(text) as Partial<ReferenceRun>;
    if (report?.results) return { report, notes };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new RunError(`${file} is not a run that --run saved. Delete it, and a new run is made.`);
}
