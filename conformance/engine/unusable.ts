/** The target cannot be used: the message says why, and what to do. */
export class Unusable extends Error {}
