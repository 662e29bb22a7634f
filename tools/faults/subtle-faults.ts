import { embedded } from "../../conformance/config/reference-target.ts";
import { startWith } from "../../conformance/reference/faults/matrix.ts";
import type { SubtleFault } from "../../conformance/reference/faults/subtle/fault.ts";
import { areaOf } from "../../conformance/results/group-results.ts";
import { runRules } from "../../conformance/runner/run-rules.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { DEFAULTS } from "../../conformance/runner/target.ts";
import type { TestableRuleId } from "../../generated/rules.ts";

/** Finds out which rules notice a subtle fault, and which of them first. */

/** The rules that noticed one fault. */
export interface FaultRun {
  name: string;
  fault: SubtleFault;
  /** The violated rules, in the order in which their checks ended. */
  caught: TestableRuleId[];
  /** Seconds from the beginning of the run to the first of them. */
  seconds: number | null;
}

/** Rules whose checks try sequences and races; all others try one thing at a time. */
const SEARCHING = new Set(["model", "race"]);

/** Whether only checks that search noticed the fault. */
export function isSubtle({ caught }: FaultRun): boolean {
  return caught.every((rule) => SEARCHING.has(areaOf(rule)));
}

/** Runs all rules against the reference server with a fault. */
export async function runWithFault(name: string, fault: SubtleFault): Promise<FaultRun> {
  const server = await startWith(fault);
  const began = performance.now();
  const caught: TestableRuleId[] = [];
  let seconds: number | null = null;
  const target = {
    ...DEFAULTS,
    ...embedded(server),
    timeoutMs: 10_000,
    concurrency: 16,
    wipe: true,
    run: "first",
  };
  try {
    await runRules(target, [...TESTABLE], {
      onResult({ rule, outcome }) {
        if (outcome !== "violated" && outcome !== "inconsistent") return;
        seconds ??= Math.round((performance.now() - began) / 100) / 10;
        caught.push(rule as TestableRuleId);
      },
    });
  } finally {
    await server.close();
  }
  return { name, fault, caught, seconds };
}
