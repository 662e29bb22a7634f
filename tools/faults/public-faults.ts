import { embedded } from "../../conformance/config/reference-target.ts";
import { startWith } from "../../conformance/reference/faults/matrix.ts";
import type { PublicFault } from "../../conformance/reference/faults/public/fault.ts";
import { publicFaults } from "../../conformance/reference/faults/public/index.ts";
import { areaOf } from "../../conformance/results/group-results.ts";
import type { RuleResult } from "../../conformance/results/report-model.ts";
import { ExchangeSpool } from "../../conformance/runner/assemble/exchange-spool.ts";
import { runRules } from "../../conformance/runner/run-rules.ts";
import { TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { DEFAULTS } from "../../conformance/runner/target.ts";
import { rules, type TestableRuleId } from "../../generated/rules.ts";

/** Finds out which rules notice the bugs that public servers had. */

/** Number of faults to check concurrently: their checks wait for clocks more than they compute. */
const CONCURRENT_FAULTS = 6;

/** Rules whose checks try sequences and races. All others try one thing at a time, and go first. */
const SEARCHING = new Set(["model", "race"]);
const DIRECT = TESTABLE.filter((rule) => !SEARCHING.has(areaOf(rule)));
const SEARCHES = TESTABLE.filter((rule) => SEARCHING.has(areaOf(rule)));

/** Whether a rule notices a public fault. */
interface FaultDetection {
  name: string;
  fault: PublicFault;
  violated: RuleResult | null;
  /** Rules whose checks broke, if no rule is violated. */
  broken: string[];
}

/**
 * Prints which rule notices each public fault. Tries first the rule that the fault names, then all rules that try one
 * thing at a time, then the searches, until one is violated.
 * @param names the names of faults; all if it is empty
 * @returns the exit code: 0 if each fault is noticed or allowed, 1 if one is missed, 2 for an unknown name
 */
export async function reportPublicFaults(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in publicFaults));
  if (unknown.length > 0) {
    console.error(
      `No public fault is called ${unknown.join(", ")}: ${Object.keys(publicFaults).join(", ")}.`,
    );
    return 2;
  }
  // Faults that name no rule come last, because each of them takes a whole run.
  const queue = Object.entries(publicFaults)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .toSorted(([, a], [, b]) => Number(a.noticedBy === null) - Number(b.noticedBy === null));
  const all: FaultDetection[] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const detection = await detect(...next);
      all.push(detection);
      printDetection(detection);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_FAULTS }, work));
  const allowed = all.filter(({ fault, violated }) => fault.allowed !== undefined && !violated);
  const missed = all.filter(({ fault, violated }) => fault.allowed === undefined && !violated);
  const forbidden = all.length - allowed.length;
  console.log(
    `public faults: ${forbidden - missed.length} of ${forbidden} noticed, ${allowed.length} more that the document allows`,
  );
  if (missed.length > 0) console.log(`missed: ${missed.map(({ name }) => name).join(", ")}`);
  return missed.length > 0 ? 1 : 0;
}

async function detect(name: string, fault: PublicFault): Promise<FaultDetection> {
  const named = fault.noticedBy ? [fault.noticedBy] : [];
  const broken = new Set<string>();
  for (const chosen of [named, DIRECT, SEARCHES]) {
    const violated = await firstViolated(fault, chosen, broken);
    if (violated) return { name, fault, violated, broken: [] };
  }
  return { name, fault, violated: null, broken: [...broken] };
}

let runs = 0;

/** Judges rules on a new server until one is violated. */
async function firstViolated(
  fault: PublicFault,
  chosen: readonly TestableRuleId[],
  broken: Set<string>,
): Promise<RuleResult | null> {
  if (chosen.length === 0) return null;
  const server = await startWith(fault);
  const target = {
    ...DEFAULTS,
    ...embedded(server),
    timeoutMs: 10_000,
    concurrency: 16,
    wipe: true,
    // Runs of the same name would end each other's sessions.
    run: `public${++runs}`,
  };
  let first: RuleResult | null = null;
  const spool = ExchangeSpool.make();
  // A race may fail in some attempts only. Any other inconsistent rule is due to a busy machine.
  const isViolated = ({ rule, outcome }: RuleResult) =>
    outcome === "violated" || (outcome === "inconsistent" && SEARCHING.has(areaOf(rule)));
  try {
    await runRules(target, [...chosen], {
      onResult(result) {
        if (isViolated(result)) first ??= result;
        if (result.outcome === "broken") broken.add(result.rule);
      },
      isEnough: isViolated,
      ...(spool && { spool }),
    });
  } finally {
    await server.close();
  }
  return first;
}

function printDetection({ name, fault, violated, broken }: FaultDetection): void {
  const { does, source, allowed } = fault;
  const word = violated ? "ok  " : allowed === undefined ? "FAIL" : "open";
  console.log(`${word} ${name}: a server that ${does}`);
  console.log(`     ${source}`);
  if (violated) {
    const level = rules[violated.rule as TestableRuleId].level;
    console.log(`     ${violated.rule} (${level}): ${violated.reason}`);
  } else if (allowed !== undefined) {
    console.log(`     allowed: ${allowed}`);
  } else {
    console.log(`     NOT NOTICED${broken.length > 0 ? `, only broken: ${broken.join(", ")}` : ""}`);
  }
}
