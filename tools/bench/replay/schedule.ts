/** Computes from recorded times which requests wait for which, and how long a schedule takes. */

/** The beginning and end of something, on a clock without an epoch. */
export interface Span {
  began: number;
  ended: number;
}

/**
 * The requests that must end before each request may begin: all those that had ended when it began in the recording,
 * without those that follow from the others.
 * @param spans in the order of their beginnings
 * @returns a list of indexes for each span
 */
export function predecessors(spans: readonly Span[]): number[][] {
  return spans.map(({ began }) => {
    const finished = [...spans.entries()].filter(([, { ended }]) => ended <= began);
    const latest = finished.reduce((most, [, span]) => Math.max(most, span.began), Number.NEGATIVE_INFINITY);
    // The latest of them already waited for those that ended before it began.
    return finished.filter(([, { ended }]) => ended > latest).map(([index]) => index);
  });
}

/**
 * The length of the longest chain of which each member waits for the one before it.
 * @param after the result of `predecessors`: each member comes after those that it waits for
 */
export function longestChain(after: readonly (readonly number[])[]): number {
  const lengths: number[] = [];
  for (const before of after) {
    lengths.push(1 + before.reduce((most, index) => Math.max(most, lengths[index] ?? 0), 0));
  }
  return lengths.reduce((most, length) => Math.max(most, length), 0);
}

/**
 * The time until all jobs are done, if each worker takes the next job as soon as it is free, as the runner does.
 * @param durations in the order of the list, in any unit
 */
export function makespan(durations: readonly number[], workers: number): number {
  const free = Array.from({ length: workers }, () => 0);
  for (const duration of durations) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] as number) + duration;
  }
  return Math.max(0, ...free);
}

/** The time during which at least one of some spans lasted. */
export function coveredTime(spans: readonly Span[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { began, ended } of [...spans].sort((a, b) => a.began - b.began)) {
    total += Math.max(0, ended - Math.max(began, until));
    until = Math.max(until, ended);
  }
  return total;
}
