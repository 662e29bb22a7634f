/** The options of a run of the benchmark, for its parts. */
export interface BenchContext {
  /** How often each side of a comparison is measured. */
  rounds: number;
  /** True for a short run that only shows whether everything works. Its figures mean nothing. */
  quick: boolean;
  /** A temporary folder, removed at the end of the benchmark. */
  folder: string;
  /** Prints a line about the progress. */
  say(text: string): void;
}

/** Seeds every random choice of the benchmark, so that each run measures the same. */
export const SEED = 1;
