/** The figures that a part of the benchmark measures, and the arithmetic of them. */

/** The least, the middle and the greatest of several values. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** One line of the table: a value for each round. */
export interface Figure {
  name: string;
  /** The unit of a value: `×` for a ratio, `s`, `ms`, `MB`, `%`, `1/s`, or nothing for a count. */
  unit: string;
  values: number[];
  /** The goal, if there is one. */
  goal?: Goal;
}

export interface Goal {
  /** Whether `value` is an upper or a lower limit. */
  is: "at most" | "at least";
  value: number;
}

/** The findings of a part of the benchmark. */
export interface Findings {
  figures: Figure[];
  /** Explanations of the figures, one sentence each. */
  notes: string[];
  /** Data behind the figures, for the file only. */
  details?: unknown;
}

/**
 * The spread of some values.
 * @throws Error if there are none, because then nothing was measured
 */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value))) {
    throw new Error(`there is no spread of ${JSON.stringify(values)}`);
  }
  const sorted = [...values].sort((a, b) => a - b);
  const valueAt = (index: number) => sorted[index] as number;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
  return { min: valueAt(0), median, max: valueAt(sorted.length - 1) };
}

/** Whether the median reaches the goal; null if there is no goal. */
export function isReached({ values, goal }: Figure): boolean | null {
  if (!goal) return null;
  const { median } = spread(values);
  return goal.is === "at most" ? median <= goal.value : median >= goal.value;
}

/** Divides each value of one side by the value of the other side in the same round. */
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
