/** Milliseconds since the epoch, never less than before. */
export type Clock = () => number;
