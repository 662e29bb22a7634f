import { describe, expect, test } from "vitest";
import { axesOf, FORMS, isValid, MOMENTS, TARGETS, type Write, writesOf } from "../../checks/axes/axes.ts";
import { combinations, pairsIn, pairwise } from "../../checks/axes/pairs.ts";

interface Point {
  a: number;
  b: string;
  c: boolean;
}
const AXES = { a: [1, 2, 3, 4], b: ["x", "y", "z"], c: [true, false] };

/** The pairs that allowed rows have and some rows do not. */
function missed<P extends object>(
  axes: Parameters<typeof pairwise<P>>[0],
  rows: readonly P[],
  allows: (row: P) => boolean,
): number[] {
  const met = new Set(rows.flatMap((row) => pairsIn(axes, row)));
  const allowed = new Set(
    combinations(axes)
      .filter(allows)
      .flatMap((row) => pairsIn(axes, row)),
  );
  return [...allowed].filter((pair) => !met.has(pair));
}

describe("a covering array", () => {
  test("has every two values meet, in far fewer rows than there are combinations", () => {
    const rows = pairwise<Point>(AXES);
    expect(missed<Point>(AXES, rows, () => true)).toEqual([]);
    expect(rows.length).toBe(12);
  });

  test("has no row that is not allowed, and every pair that an allowed row has", () => {
    const allows = ({ a, b, c }: Point) => !(a === 1 && b === "x") && !(b === "y" && c);
    const rows = pairwise<Point>(AXES, allows);
    expect(rows.every(allows)).toBe(true);
    expect(missed<Point>(AXES, rows, allows)).toEqual([]);
    // So the pairs are missed where a row is left out.
    expect(missed<Point>(AXES, rows.slice(1), allows)).not.toEqual([]);
  });

  test("is the same each time", () => {
    expect(pairwise<Point>(AXES)).toEqual(pairwise<Point>(AXES));
  });

  test("of a single axis has each value", () => {
    expect(pairwise<{ a: number }>({ a: [1, 2] })).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test("says when nothing is allowed", () => {
    expect(() => pairwise<Point>(AXES, () => false)).toThrow("no combination");
  });
});

describe("the writes of the checks", () => {
  const all = writesOf();
  const wayOf = ({ form, moment, ...rest }: Write) => ({ way: { form, moment }, ...rest });

  test("meet every pair of values that the document lets meet, on records that are there and elsewhere", () => {
    for (const target of [["there"], TARGETS.filter((name) => name !== "there")] as const) {
      const some = { target };
      const axes = axesOf(some);
      const places = (write: Write) => {
        const row = wayOf(write);
        const way = axes.way.find(({ form, moment }) => form === write.form && moment === write.moment);
        return { ...row, way: way ?? row.way };
      };
      const rows = all.filter((write) => (target as readonly string[]).includes(write.target)).map(places);
      expect(missed(axes, rows, ({ way, ...rest }) => isValid({ ...way, ...rest }))).toEqual([]);
    }
  });

  test("take every value in every form, at once and committed", () => {
    for (const form of FORMS) {
      for (const moment of MOMENTS) {
        const these = all.filter((write) => write.form === form && write.moment === moment);
        expect(new Set(these.map(({ sortindex }) => sortindex)).size).toBe(6);
        expect(new Set(these.map(({ payload }) => payload)).size).toBe(form === "put" ? 2 : 4);
      }
    }
  });

  test("are valid, and few enough for one list of those that are there", () => {
    expect(all.every(isValid)).toBe(true);
    expect(all.filter(({ target }) => target === "there").length).toBeLessThanOrEqual(100);
  });
});
