import type { RuleId } from "../../generated/rules.ts";
import type { Level, Outcome, Report, Verdict } from "./model.ts";

/** `$schema` of a comparison, and `$id` of `comparison.schema.json`. */
export const COMPARISON_SCHEMA = "https://sync2-protocol.example/schema/comparison-1.json";

/** One of the servers that are compared. */
export interface Compared {
  name: string;
  /** Null where the run of this server came to no report; `failure` says why. */
  endpoint: string | null;
  verdict: Verdict | null;
  complete: boolean;
  summary: Report["summary"] | null;
  failure: string | null;
}

/** A rule, and what became of it at each server. */
export interface ComparedRule {
  rule: RuleId;
  level: Level;
  /** In the order of the servers; null where the run has no result for it. */
  outcomes: (Outcome | null)[];
}

/** Several servers side by side, `comparison.json`; its JSON Schema is beside this file. */
export interface Comparison {
  $schema: string;
  servers: Compared[];
  rules: ComparedRule[];
}

/** What came of the run of one server: its report, or the reason why there is none. */
export interface Run {
  name: string;
  report: Report | null;
  failure: string | null;
}

/** Puts the results of several servers side by side. */
export function compare(runs: readonly Run[]): Comparison {
  const levels = new Map<RuleId, Level>();
  for (const { report } of runs) for (const { rule, level } of report?.results ?? []) levels.set(rule, level);
  const outcomes = runs.map(
    ({ report }) => new Map(report?.results.map(({ rule, outcome }) => [rule, outcome])),
  );
  return {
    $schema: COMPARISON_SCHEMA,
    servers: runs.map(({ name, report, failure }) => ({
      name,
      endpoint: report?.target.endpoint ?? null,
      verdict: report?.verdict ?? null,
      complete: report?.complete ?? false,
      summary: report?.summary ?? null,
      failure,
    })),
    rules: [...levels].map(([rule, level]) => ({
      rule,
      level,
      outcomes: outcomes.map((each) => each.get(rule) ?? null),
    })),
  };
}
