import { isClean, type Series } from "./compare-runs.ts";

/** Formats the comparison of runs as a table. */

const HEAD = [
  "target",
  "runs",
  "verdicts",
  "differing",
  "unsure",
  "not passed",
  "min s",
  "median s",
  "max s",
];

/** Prints the series of all targets as a table, with the differences below. */
export function seriesTable(all: readonly Series[]): string {
  const rows = all.map(({ target, runs, verdicts, differences, unsure, steady, seconds }) => [
    target,
    String(runs),
    counted(verdicts),
    String(differences.length),
    String(unsure.length),
    String(steady.length),
    ...[seconds.min, seconds.median, seconds.max].map((value) => value.toFixed(1)),
  ]);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 || column === 2
          ? cell.padEnd(widths[column] as number)
          : cell.padStart(widths[column] as number),
      )
      .join("  ")
      .trimEnd();
  const notes = all.flatMap(({ target, lost, differences, unsure, steady }) => [
    ...lost.map((error) => `LOST     ${target}  ${error}`),
    ...differences.flatMap(({ rule, counts, reasons }) => [
      `DIFFERS  ${target}  ${rule}: ${counted(counts)}`,
      ...reasons.map((reason) => `           ${reason}`),
    ]),
    ...unsure.map(({ rule, counts }) => `unsure   ${target}  ${rule}: ${counted(counts)}`),
    ...steady.map(({ rule, outcome }) => `always   ${target}  ${rule}: ${outcome}`),
  ]);
  const clean = all.filter(isClean).length;
  return [line(HEAD), ...rows.map(line), "", ...notes, `flakes: ${clean}/${all.length} targets clean`].join(
    "\n",
  );
}

function counted(counts: Partial<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
