/** Combines the values of axes: into every combination, or into few in which every pair of values occurs. */

/** The values of each axis, by its name. */
export type Axes<Point> = { readonly [Axis in keyof Point]: readonly Point[Axis][] };

/**
 * A covering array of strength two: rows so that every two values of two axes that some allowed row has together stand
 * together in one of them.
 *
 * It is built as in AETG (Cohen, Dalal, Fredman, Patton, "The AETG System: An Approach to Testing Based on
 * Combinatorial Design", IEEE Transactions on Software Engineering 23(7), 1997): row by row, each the one that covers
 * the most pairs that no row before it has. The candidates are all allowed rows and not some random ones, as there are
 * only thousands; so constraints need no search, and the same axes always give the same rows.
 *
 * @param allows whether the document lets these values meet
 * @throws RangeError where no row is allowed
 */
export function pairwise<Point extends object>(
  axes: Axes<Point>,
  allows: (row: Point) => boolean = () => true,
): Point[] {
  const candidates = combinations(axes).filter(allows);
  if (candidates.length === 0) throw new RangeError("the axes allow no combination of their values");
  const pairsOf = candidates.map((row) => pairsIn(axes, row));
  const having = new Map<number, number[]>();
  for (const [index, pairs] of pairsOf.entries()) {
    for (const pair of pairs) {
      const known = having.get(pair);
      if (known) known.push(index);
      else having.set(pair, [index]);
    }
  }
  // How many pairs each candidate would add.
  const adds = pairsOf.map((pairs) => pairs.length);
  const rows: Point[] = [];
  while (having.size > 0) {
    const best = adds.indexOf(adds.reduce((most, count) => Math.max(most, count), 0));
    rows.push(candidates[best] as Point);
    for (const pair of pairsOf[best] ?? []) {
      for (const index of having.get(pair) ?? []) adds[index] = (adds[index] ?? 0) - 1;
      having.delete(pair);
    }
  }
  return rows;
}

/** All combinations of the values of some axes. */
export function combinations<Point extends object>(axes: Axes<Point>): Point[] {
  let rows: Partial<Point>[] = [{}];
  for (const axis of Object.keys(axes) as (keyof Point)[]) {
    rows = rows.flatMap((row) => axes[axis].map((value) => ({ ...row, [axis]: value })));
  }
  return rows as Point[];
}

/** The pairs of values that a row has, each by a number of its own; of a single axis its one value. */
export function pairsIn<Point extends object>(axes: Axes<Point>, row: Point): number[] {
  const names = Object.keys(axes) as (keyof Point)[];
  const total = names.reduce((sum, name) => sum + axes[name].length, 0);
  const values: number[] = [];
  let offset = 0;
  for (const name of names) {
    values.push(offset + axes[name].indexOf(row[name]));
    offset += axes[name].length;
  }
  if (values.length === 1) return values;
  return values.flatMap((one, axis) => values.slice(axis + 1).map((other) => one * total + other));
}
