import { UsageError } from "../results/errors.ts";

/** Where something stands in a configuration: keys and indices from the top. */
export type Path = readonly (string | number)[];

/**
 * Names a place for a message, e.g. `sync2.yaml:4:5: at accounts.0.credentials`; the line and column only where they
 * are known. What is not there is named by its keys, and where it would be.
 */
export type At = (...path: Path) => string;

/** The keys of a place, as a message names it. */
export function dotted(path: Path): string {
  return path.length === 0 ? "the top level" : path.join(".");
}

/** The same, seen from a place further inside. */
export function inside(at: At, ...base: Path): At {
  return (...path) => at(...base, ...path);
}

/** A mistake in the configuration, with the place where it is. */
export class Mistake extends UsageError {
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
  }
}

/** Says where a mistake is, unless that was said further inside. */
export function located<T>(place: () => string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof Mistake) throw error;
    throw new Mistake(place(), error.message);
  }
}
