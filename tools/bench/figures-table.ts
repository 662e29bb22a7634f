import { type Figure, type Findings, isReached, spread } from "./figures.ts";

/** Formats the findings of the benchmark as a table. */

const HEAD = ["figure", "min", "median", "max", "goal", ""];

/** Prints the findings of a part as a table, with the notes below. */
export function table(part: string, { figures, notes }: Findings): string {
  const rows = figures.map(row);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((cells) => (cells[column] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] as number;
        return column === 0 || column >= 4 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  const body = rows.length > 0 ? [line(HEAD), ...rows.map(line)] : ["no figures"];
  return [`== ${part}`, ...body, ...notes.map((note) => `  ${note}`)].join("\n");
}

function row(figure: Figure): string[] {
  const { name, unit, values, goal } = figure;
  const { min, median, max } = spread(values);
  const shown = [min, median, max].map((value) => number(value) + unitOf(unit));
  const reached = isReached(figure);
  const word = reached === null ? "" : reached ? "reached" : "MISSED";
  const aim = goal ? `${goal.is === "at most" ? "≤" : "≥"} ${number(goal.value)}${unitOf(unit)}` : "";
  return [name, ...shown, aim, word];
}

function unitOf(unit: string): string {
  return unit === "" || unit === "%" || unit === "×" ? unit : ` ${unit}`;
}

function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toString();
  return value.toFixed(Math.abs(value) >= 100 ? 1 : 2);
}
