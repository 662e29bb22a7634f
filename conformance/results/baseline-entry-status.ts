/** Says for each entry of a baseline whether it still applies to the results of a run. */
import { type Rule, type RuleId, rules } from "../../generated/rules.ts";
import type { Outcome, RuleResult } from "./report-model.ts";
import { currentId } from "./rule-ids.ts";
import { isBroken } from "./verdict.ts";

/** Outcomes that judge the server. */
const CONCLUSIONS: readonly Outcome[] = ["passed", "violated", "inconsistent"];

/** The part of a result that decides about an entry. */
type JudgedResult = Pick<RuleResult, "rule" | "outcome" | "cause" | "lost">;

/** True if the server kept a rule from being judged, by its answer or by giving none. */
export function isHeldUp({ outcome, cause, lost }: JudgedResult): boolean {
  return isBroken({ outcome, ...(lost !== undefined && { lost }) }) && cause !== undefined;
}

/** An entry as the baseline file has it. */
export interface BaselineEntry {
  /** As written: a current id, a former id or an unknown one. */
  rule: string;
  reason: string;
  issue: string | null;
  /** The last day on which it is accepted (UTC), `2027-01-31`; null for no end. */
  expires: string | null;
  /** The rule is violated only in some runs, so a pass proves nothing. */
  flaky: boolean;
  /** Every rule with this cause is held back; null: the cause that the entry's own result has. */
  cause: string | null;
  /** First and last line in the file, from 1. */
  lines: [first: number, last: number];
}

/**
 * What the results of a run mean for an entry.
 *
 * - `known`: the rule is violated, or the server keeps it from being judged, as the entry expects.
 * - `expired`: the same, but the entry has expired.
 * - `passed`, `notApplicable`: the rule is kept, or the server does not offer it, so the entry is superfluous.
 * - `unknown`: no rule has this id. `uncheckable`: the rule has no check. `duplicate`: an earlier entry has the rule.
 * - `open`: the rule was not run, or came to no conclusion.
 */
export type EntryStatus =
  | "known"
  | "expired"
  | "passed"
  | "notApplicable"
  | "unknown"
  | "uncheckable"
  | "duplicate"
  | "open";

export interface JudgedEntry {
  entry: BaselineEntry;
  /** The current id of the rule; null if the id is unknown. */
  rule: RuleId | null;
  status: EntryStatus;
}

/**
 * Compares each entry of a baseline with the results of a run.
 *
 * @param today `2027-01-31`
 * @returns one item for each entry, in the same order
 */
export function judgeEntries(
  entries: readonly BaselineEntry[],
  results: readonly JudgedResult[],
  today: string,
): JudgedEntry[] {
  const judged = new Map(results.map((result) => [currentId(result.rule), result]));
  const seen = new Set<RuleId>();
  return entries.map((entry) => {
    const rule = currentId(entry.rule);
    if (rule === null) return { entry, rule, status: "unknown" };
    if (seen.has(rule)) return { entry, rule, status: "duplicate" };
    seen.add(rule);
    const { untestable }: Rule = rules[rule];
    if (untestable !== undefined) return { entry, rule, status: "uncheckable" };
    return { entry, rule, status: statusOf(entry, judged.get(rule), today) };
  });
}

function statusOf(
  { flaky, expires }: BaselineEntry,
  result: JudgedResult | undefined,
  today: string,
): EntryStatus {
  const outcome = result?.outcome;
  if (outcome === "notApplicable" || (outcome === "passed" && !flaky)) return outcome;
  if (result === undefined || outcome === undefined) return "open";
  if (!CONCLUSIONS.includes(outcome) && !isHeldUp(result)) return "open";
  // Days are ISO 8601 dates, so text order is their order in time.
  if (expires !== null && expires < today) return "expired";
  return outcome === "passed" ? "open" : "known";
}
