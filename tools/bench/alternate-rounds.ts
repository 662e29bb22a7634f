/** Measures the sides of a comparison in alternating order. */

/** A side of a comparison: measures itself once. */
export type Side<T> = (round: number) => Promise<T>;

/**
 * Measures each side once in every round, and reverses the order in every second round (A B, B A, …). Then a machine
 * that slows down, or the after-effects of one side, affect all sides alike.
 * @returns the measurements, one list for each side
 */
export async function measureAlternately<T extends unknown[]>(
  rounds: number,
  sides: readonly [...{ [K in keyof T]: Side<T[K]> }],
): Promise<{ [K in keyof T]: T[K][] }> {
  const measured: unknown[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...sides.keys()];
    if (round % 2 === 1) order.reverse();
    for (const index of order) measured[index]?.push(await sides[index]?.(round));
  }
  return measured as { [K in keyof T]: T[K][] };
}
