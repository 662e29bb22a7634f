import { visible, wrap } from "../../results/format-text.ts";
import type { Baseline, KnownFailure } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

interface Look {
  colors: Colors;
  /** Width to wrap to. */
  columns: number;
}

/** What a baseline has to say: the failures that were to be expected, by their reasons, and what is wrong with it. */
export function baselineLines(baseline: Baseline | null, look: Look): string[] {
  if (baseline === null) return [];
  const { file, known, problems, heldBack = [] } = baseline;
  const { colors, columns } = look;
  return [
    ...section(
      `known failures ${known.length}`,
      byReason(known).map((group) => knownLines(group, look)),
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

/** Failures that are accepted for one reason, on one issue, until one day; in order of first appearance. */
function byReason(known: readonly KnownFailure[]): KnownFailure[][] {
  const groups = new Map<string, KnownFailure[]>();
  for (const failure of known) {
    const key = JSON.stringify([failure.reason, failure.issue, failure.expires]);
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()];
}

function knownLines(group: readonly KnownFailure[], { colors, columns }: Look): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { reason, issue, expires } = first;
  const until = expires === null ? "" : ` (until ${expires})`;
  return [
    // As it is written: it may be of several lines.
    ...`${group.length} × ${reason.trim()}${until}`.split("\n").flatMap((line) => indented(line, columns, 2)),
    // Never broken, so that it can be followed.
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
