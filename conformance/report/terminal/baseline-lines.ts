/** Lines for a terminal about a baseline: known failures, rules held back, problems. */
import { visible, wrap } from "../../results/format-text.ts";
import type { Baseline, KnownFailure } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

interface LineOptions {
  colors: Colors;
  /** Width to wrap to. */
  columns: number;
}

/** The known failures by reason, the rules that they hold back, and the problems of the baseline. */
export function baselineLines(baseline: Baseline | null, options: LineOptions): string[] {
  if (baseline === null) return [];
  const { file, known, problems, heldBack = [] } = baseline;
  const { colors, columns } = options;
  return [
    ...section(
      `known failures ${known.length}`,
      byReason(known).map((group) => knownLines(group, options)),
      colors,
    ),
    ...section(
      `held back by known failures ${heldBack.length}`,
      heldBack.length > 0 ? [indented(heldBack.join(", "), columns, 6).map(colors.dim)] : [],
      colors,
    ),
    ...section(
      `problems in the baseline ${problems.length}`,
      problems.map(({ line, message }) => [
        `${colors.red("✕")} ${colors.bold(visible(`${file}:${line}`))}`,
        ...indented(message, columns, 2),
      ]),
      colors,
    ),
  ];
}

/** Groups failures with the same reason, issue and last day, in order of first appearance. */
function byReason(known: readonly KnownFailure[]): KnownFailure[][] {
  const groups = new Map<string, KnownFailure[]>();
  for (const failure of known) {
    const key = JSON.stringify([failure.reason, failure.issue, failure.expires]);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()];
}

function knownLines(group: readonly KnownFailure[], { colors, columns }: LineOptions): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { reason, issue, expires } = first;
  const until = expires === null ? "" : ` (until ${expires})`;
  return [
    // The reason as it is written, possibly on several lines.
    ...`${group.length} × ${reason.trim()}${until}`.split("\n").flatMap((line) => indented(line, columns, 2)),
    // A URL is never broken, so that a terminal can open it.
    ...(issue === null ? [] : [`      ${visible(issue)}`]),
    ...indented(group.map(({ rule }) => rule).join(", "), columns, 6).map(colors.dim),
  ];
}

function indented(text: string, columns: number, by: number): string[] {
  return wrap(visible(text), columns - by).map((line) => " ".repeat(by) + line);
}

function section(title: string, items: string[][], colors: Colors): string[] {
  return items.length === 0 ? [] : ["", colors.bold(title), ...items.flat()];
}
