import { readFile, writeFile } from "node:fs/promises";
import { listen, type Note } from "../../conformance/engine/notes.ts";
import { check } from "../../conformance/index.ts";
import type { CheckOptions } from "../../conformance/library/options.ts";
import type { Report } from "../../conformance/report/model.ts";

/** A whole run on the reference server: the source of what the site shows of correct exchanges. */
export interface ReferenceRun {
  report: Report;
  /** What the checks asked of the answers and saw to hold, by the id of the exchange. */
  notes: Readonly<Record<string, readonly Note[]>>;
}

/** Seconds: a machine that is busy with other things is no fault of the server. */
const TIMEOUT = 60;

/**
 * Checks the reference server; takes the better part of a minute.
 * @param narrowed to fewer rules
 */
export async function runReference(narrowed: Pick<CheckOptions, "only"> = {}): Promise<ReferenceRun> {
  const heard = listen();
  try {
    const report = await check({ ...narrowed, reference: true, timeout: TIMEOUT });
    const exchanges = report.results.flatMap((result) => result.exchanges);
    const noted = exchanges.map((exchange) => [exchange.id, heard.of(exchange)] as const);
    return { report, notes: Object.fromEntries(noted.filter(([, notes]) => notes.length > 0)) };
  } finally {
    heard.close();
  }
}

/** Reads a run that was saved; one that was saved before there were notes has none. */
export async function readRun(file: string): Promise<ReferenceRun> {
  const { report, notes = {} } = JSON.parse(await readFile(file, "utf8")) as Partial<ReferenceRun>;
  if (report === undefined) throw new Error(`${file} is no run that was saved by --run.`);
  return { report, notes };
}

/** Saves a run, so that the site can be built again without one. */
export async function saveRun(run: ReferenceRun, file: string): Promise<void> {
  await writeFile(file, JSON.stringify(run));
}
