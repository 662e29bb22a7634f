import { UsageError } from "../results/errors.ts";

/** A path in a configuration: keys and indices from the top. */
export type Path = readonly (string | number)[];

/**
 * Names a place for a message, such as `sync2.yaml:4:5: at accounts.0.credentials`, with line and column if they are
 * known. A missing key has the position of its parent.
 */
export type At = (...path: Path) => string;

/** A path as messages write it: `accounts.0.credentials`. */
export function dotted(path: Path): string {
  return path.length === 0 ? "the top level" : path.join(".");
}

/** The same function for paths that begin at `base`. */
export function inside(at: At, ...base: Path): At {
  return (...path) => at(...base, ...path);
}

/** A mistake in the configuration, with its place. */
export class Mistake extends UsageError {
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
  }
}

/** Adds the place to a mistake, unless an inner call has done so. */
export function located<T>(place: () => string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof Mistake) throw error;
    throw new Mistake(place(), error.message);
  }
}
