/** When something was under way, on a clock that only compares. */
export interface Span {
  began: number;
  ended: number;
}

/**
 * What has to be over before each of some requests may begin, as far as a recording shows it: everything that had ended
 * when it began. What follows from the others is left out.
 * @param spans in the order of their beginnings
 * @returns indexes of spans, a list for each
 */
export function predecessors(spans: readonly Span[]): number[][] {
  return spans.map(({ began }) => {
    const over = [...spans.entries()].filter(([, { ended }]) => ended <= began);
    const latest = over.reduce((most, [, span]) => Math.max(most, span.began), Number.NEGATIVE_INFINITY);
    // Whatever ended before the latest of them began, that one waited for.
    return over.filter(([, { ended }]) => ended > latest).map(([index]) => index);
  });
}

/**
 * The length of the longest chain of which each member waits for the one before it.
 * @param after as `predecessors` gives it; members stand behind what they wait for
 */
export function longestChain(after: readonly (readonly number[])[]): number {
  const lengths: number[] = [];
  for (const before of after) {
    lengths.push(1 + before.reduce((most, index) => Math.max(most, lengths[index] ?? 0), 0));
  }
  return lengths.reduce((most, length) => Math.max(most, length), 0);
}

/**
 * When the last of some jobs is done if each worker takes the next one of the list as soon as it is free: how the engine
 * goes through the rules.
 * @param durations in the order of the list, in whatever unit
 */
export function makespan(durations: readonly number[], workers: number): number {
  const free = Array.from({ length: workers }, () => 0);
  for (const duration of durations) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] as number) + duration;
  }
  return Math.max(0, ...free);
}

/** How long at least one of some spans lasted. */
export function covered(spans: readonly Span[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { began, ended } of [...spans].sort((a, b) => a.began - b.began)) {
    total += Math.max(0, ended - Math.max(began, until));
    until = Math.max(until, ended);
  }
  return total;
}
