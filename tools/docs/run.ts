import { readFile, writeFile } from "node:fs/promises";
import { check } from "../../conformance/index.ts";
import type { Report } from "../../conformance/report/model.ts";

/** A whole run on the reference server: the source of what the site shows of correct exchanges. */
export interface ReferenceRun {
  report: Report;
}

/** Checks the reference server; takes the better part of a minute. */
export async function runReference(): Promise<ReferenceRun> {
  return { report: await check({ reference: true }) };
}

/** Reads a run that was saved. */
export async function readRun(file: string): Promise<ReferenceRun> {
  return JSON.parse(await readFile(file, "utf8")) as ReferenceRun;
}

/** Saves a run, so that the site can be built again without one. */
export async function saveRun(run: ReferenceRun, file: string): Promise<void> {
  await writeFile(file, JSON.stringify(run));
}
