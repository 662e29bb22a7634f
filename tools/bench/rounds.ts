/** A side of a comparison: measures itself once. */
export type Side<T> = (round: number) => Promise<T>;

/**
 * Measures the sides of a comparison as often as there are rounds, in turn and each round the other way round (A B,
 * B A, …): what makes the machine slower as time goes on, or whatever the side before leaves behind, hits all alike.
 * @returns what each side measured, a list a side
 */
export async function alternately<T extends unknown[]>(
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
