import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";
import type { Reporter } from "@stryker-mutator/api/report";
import { NOT_CHOSEN } from "./mutant-sample.ts";

/** A reporter for StrykerJS that writes each result at once. */

const FILE = "mutation-report/results.jsonl";

/** Writes each tested mutant to a file at once, one a line, so that an interrupted run is not lost. */
export class ResultsLog implements Reporter {
  static inject = [] as const;

  constructor() {
    mkdirSync(dirname(FILE), { recursive: true });
    rmSync(FILE, { force: true });
  }

  onMutantTested(result: Readonly<MutantResult>): void {
    if (result.statusReason === NOT_CHOSEN) return;
    appendFileSync(FILE, `${JSON.stringify(result)}\n`);
  }
}
