/** The errors that end a run, each with a message for the user. */
/** A mistake of the user. Only the message is shown; it names the input, the reason and the next step. */
export class UsageError extends Error {}

/** The target cannot be used. The message says why, and what to do. */
export class Unusable extends Error {}

/** The run was interrupted: by a signal, or by whoever called the library. */
export class Interrupted extends Error {}
