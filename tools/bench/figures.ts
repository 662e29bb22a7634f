/** Of several values the least, the middle one and the greatest. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** One line of the table: what was measured, once a round. */
export interface Figure {
  name: string;
  /** What a value is in: `×` for a ratio, `s`, `ms`, `MB`, `%`, `1/s`, or nothing for a count. */
  unit: string;
  values: number[];
  /** What was aimed at, where there is such a thing. */
  goal?: Goal;
}

export interface Goal {
  /** Whether a value is to be at most or at least this. */
  is: "at most" | "at least";
  value: number;
}

/** What a part of the benchmark found. */
export interface Findings {
  figures: Figure[];
  /** What has to be known to read the figures, a sentence each. */
  notes: string[];
  /** Beside the table, for the file: whatever shows how the figures came about. */
  details?: unknown;
}

/** @throws Error for no values: nothing was measured then */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value))) {
    throw new Error(`there is no spread of ${JSON.stringify(values)}`);
  }
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/** Whether a goal is reached, going by the median; null where there is none. */
export function isReached({ values, goal }: Figure): boolean | null {
  if (!goal) return null;
  const { median } = spread(values);
  return goal.is === "at most" ? median <= goal.value : median >= goal.value;
}

/** Each value of one side over that of the other side of the same round. */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  if (above.length !== below.length) throw new Error("the sides of a ratio are measured equally often");
  return above.map((value, round) => value / (below[round] as number));
}

/** The slope of the straight line that comes closest to the points, by least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x0, y0] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  const below = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  if (below === 0) throw new Error("a slope needs two different places");
  return above / below;
}
