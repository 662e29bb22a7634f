/** Puts the results of several servers side by side, rule by rule: the content of `comparison.json`. */
import type { RuleId } from "../../generated/rules.ts";
import type { Level, Outcome, Report, Verdict } from "./report-model.ts";

/** `$schema` of a comparison, and `$id` of `comparison.schema.json`. */
export const COMPARISON_SCHEMA = "https://sync2-protocol.example/schema/comparison-1.json";

/** One of the compared servers. */
export interface ComparedServer {
  name: string;
  /** Null if the run of this server made no report; `failure` says why. */
  endpoint: string | null;
  verdict: Verdict | null;
  complete: boolean;
  summary: Report["summary"] | null;
  failure: string | null;
}

/** A rule, and its outcome at each server. */
export interface ComparedRule {
  rule: RuleId;
  level: Level;
  /** In the order of the servers; null if the run has no result for the rule. */
  outcomes: (Outcome | null)[];
}

/** The file `comparison.json`; its JSON Schema is `comparison.schema.json`. */
export interface Comparison {
  $schema: string;
  servers: ComparedServer[];
  rules: ComparedRule[];
}

/** The run of one server: its report, or the reason why there is none. */
export interface ServerRun {
  name: string;
  report: Report | null;
  failure: string | null;
}

/** Puts the results of several servers side by side. */
export function compareServers(runs: readonly ServerRun[]): Comparison {
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
      outcomes: outcomes.map((ofServer) => ofServer.get(rule) ?? null),
    })),
  };
}
