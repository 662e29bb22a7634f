/** Renders the comparison of two runs of one server as Markdown. */
import type { ChangedOutcome, Regression } from "../results/compare-runs.ts";
import { plural } from "../results/format-text.ts";
import { OUTCOME_WORDS } from "../results/outcome-words.ts";
import { prose, table } from "./formats/markdown-escape.ts";

/** The comparison of an older and a newer run as GitHub flavoured Markdown. */
export function regressionMarkdown(found: Regression): string {
  const part = (title: string, changes: readonly ChangedOutcome[]): string[] => {
    if (changes.length === 0) return [];
    const rows = changes.map(({ rule, level, before, after }) => [
      prose(rule),
      level,
      OUTCOME_WORDS[before],
      OUTCOME_WORDS[after],
    ]);
    return [
      "",
      `## ${title}: ${plural(changes.length, "rule")}`,
      "",
      ...table(["Rule", "Level", "Before", "Now"], rows),
    ];
  };
  const parts = [
    ...part("Newly violated", found.newlyViolated),
    ...part("Newly held back", found.newlyHeldBack),
    ...part("Mended", found.mended),
  ];
  const all = parts.length > 0 ? parts : ["", "Nothing came out otherwise."];
  return `${["# Sync 2.0 conformance, before and now", ...all].join("\n")}\n`;
}
