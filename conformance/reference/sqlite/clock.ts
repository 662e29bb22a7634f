/** A clock of the store: milliseconds since the epoch, never less than before. */
export type Clock = () => number;
