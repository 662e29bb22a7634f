// Makes or reads a run on the reference server, from which the site shows correct exchanges.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { CheckOptions } from "../../conformance/config/library-options.ts";
import { check } from "../../conformance/index.ts";
import type { Report } from "../../conformance/results/report-model.ts";
import { type Assertion, openAssertionLog } from "../../conformance/runner/assertion-log.ts";
import { UsageError } from "../run-command.ts";

/** A whole run on the reference server, from which the site shows correct exchanges. */
export interface ReferenceRun {
  report: Report;
  /** Assertions of the checks that held, by the id of the exchange. */
  notes: Readonly<Record<string, readonly Assertion[]>>;
}

/** The file of `--run` does not hold a run. */
export class RunError extends UsageError {}

/** Seconds for an exchange; enough for a busy machine. */
const TIMEOUT = 60;

/**
 * Checks the reference server, which takes about a minute.
 * @param selection the rules to check; all if empty
 */
export async function runReference(selection: Pick<CheckOptions, "only"> = {}): Promise<ReferenceRun> {
  const assertionLog = openAssertionLog();
  try {
    const report = await check({ ...selection, reference: true, timeout: TIMEOUT });
    const exchanges = report.results.flatMap((result) => result.exchanges);
    const assertions = exchanges.map(
      (exchange) => [exchange.id, assertionLog.assertionsOn(exchange)] as const,
    );
    return { report, notes: Object.fromEntries(assertions.filter(([, notes]) => notes.length > 0)) };
  } finally {
    assertionLog.close();
  }
}

/**
 * Reads the run in `file`. If the file is missing, makes a run and saves it there.
 * @param log called with a message before a run is made
 * @throws {RunError} if the file does not hold a run
 */
export async function loadReferenceRun(
  file: string | undefined,
  log: (text: string) => void,
): Promise<ReferenceRun> {
  if (file !== undefined && existsSync(file)) return readRun(file);
  log("Checking the reference server, for the exchanges to show …");
  const run = await runReference();
  if (file !== undefined) await writeFile(file, JSON.stringify(run));
  return run;
}

/** Reads a saved run. A run of a former version has no assertions. */
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
