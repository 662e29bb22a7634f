import type { RuleId } from "../../generated/rules.ts";
import { prose, table } from "./formats/markup.ts";
import type { Level, Outcome, Report, Verdict } from "./model.ts";
import { plural, visible } from "./text.ts";
import { countWords, OUTCOME_WORDS } from "./words.ts";

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

/** The comparison for a terminal: of the rules those that did not pass everywhere, then a line a server. */
export function comparisonText(comparison: Comparison): string {
  const rows = tellingRows(comparison);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [...rows.map(line), "", ...notes(comparison)].map((text) => visible(text)).join("\n");
}

/** The same as GitHub flavoured Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const [head = [], ...rows] = tellingRows(comparison);
  const lines = table(
    head.map(prose),
    rows.map((row) => row.map(prose)),
  );
  const told = notes(comparison).map((note) => `- ${prose(note)}`);
  return `${["# Sync 2.0 conformance, side by side", "", ...lines, "", ...told].join("\n")}\n`;
}

function tellingRows({ servers, rules }: Comparison): string[][] {
  const telling = rules.filter(({ outcomes }) => outcomes.some((outcome) => outcome !== "passed"));
  return [
    ["rule", ...servers.map(({ name }) => name)],
    ...telling.map(({ rule, outcomes }) => [
      rule,
      ...outcomes.map((outcome) => (outcome === null ? "not run" : OUTCOME_WORDS[outcome])),
    ]),
    ["verdict", ...servers.map(({ verdict }) => verdict ?? "no run")],
  ];
}

function notes({ servers, rules }: Comparison): string[] {
  const same = rules.filter(({ outcomes }) => outcomes.every((outcome) => outcome === "passed")).length;
  return [
    ...(same > 0 ? [`${plural(same, "rule")} passed everywhere`] : []),
    ...servers.map(({ name, verdict, complete, summary, failure }) =>
      summary
        ? `${name}: ${verdict}, ${countWords(summary)}${complete ? "" : " (not complete)"}`
        : `${name}: ${failure}`,
    ),
  ];
}
