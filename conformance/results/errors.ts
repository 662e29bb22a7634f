/** A mistake of the user: the message names the input, the reason and the next step, and is all that is shown. */
export class UsageError extends Error {}

/** The target cannot be used: the message says why, and what to do. */
export class Unusable extends Error {}

/** The run was ended from outside. */
export class Interrupted extends Error {}
