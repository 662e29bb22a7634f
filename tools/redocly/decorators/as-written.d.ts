/** Removes the responses and headers that were added to a bundled document for other tools. */
export function takeOut(root: object): void;
