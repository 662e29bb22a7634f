/** The run was ended from outside. */
export class Interrupted extends Error {}
