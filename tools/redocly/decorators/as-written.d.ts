/** Takes out of a bundled document what was written into its operations and responses for other tools. */
export function takeOut(root: object): void;
