/** Renders the comparison of several servers, as text for a terminal and as Markdown. */
import type { Comparison } from "../results/compare-servers.ts";
import { plural, visible } from "../results/format-text.ts";
import { countWords, OUTCOME_WORDS } from "../results/outcome-words.ts";
import { prose, table } from "./formats/markdown-escape.ts";

/** The comparison for a terminal: the rules that did not pass everywhere, then one line for each server. */
export function comparisonText(comparison: Comparison): string {
  const rows = comparisonRows(comparison);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [...rows.map(line), "", ...notes(comparison)].map((text) => visible(text)).join("\n");
}

/** The same content as GitHub flavoured Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const [head = [], ...rows] = comparisonRows(comparison);
  const lines = table(
    head.map(prose),
    rows.map((row) => row.map(prose)),
  );
  const noteLines = notes(comparison).map((note) => `- ${prose(note)}`);
  return `${["# Sync 2.0 conformance, side by side", "", ...lines, "", ...noteLines].join("\n")}\n`;
}

function comparisonRows({ servers, rules }: Comparison): string[][] {
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
