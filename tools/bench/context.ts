/** The options of a run of the benchmark, which every part gets. */
export interface Context {
  /** How often each side of a comparison is measured. */
  rounds: number;
  /** True where it is only to be seen that everything works: little of everything, and the figures say nothing. */
  quick: boolean;
  /** A folder that goes away with the benchmark. */
  folder: string;
  /** Says what goes on, in a line. */
  say(text: string): void;
}

/** Seeds every random choice of the benchmark, so that each run measures the same. */
export const SEED = 1;
