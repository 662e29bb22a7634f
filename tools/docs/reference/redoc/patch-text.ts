// Patches the output of Redoc; a patch that does not match is an error.
/** The output of Redoc has changed, so a patch does not fit. */
export class RedocChanged extends Error {
  constructor(what: string) {
    super(
      `Redoc does not have ${what} where it had it: see what @redocly/cli makes now, and adapt tools/docs/reference/redoc.`,
    );
  }
}

/**
 * The text between two marks.
 * @param whole includes `start` if true
 * @throws {RedocChanged} if a mark is missing
 */
export function textBetween(text: string, start: string, end: string, what: string, whole = false): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from === -1 || to === -1) throw new RedocChanged(what);
  return text.slice(whole ? from : from + start.length, to);
}

/** A replacement in the output of Redoc. */
export interface Patch {
  /** The thing that the patch changes, for errors. */
  what: string;
  find: RegExp;
  put: string;
  /** The expected number of matches; at least one if undefined, since the number depends on the document. */
  times?: number;
}

/**
 * Applies all patches.
 * @throws {RedocChanged} if a patch does not match as often as expected
 */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  return patches.reduce((current, { what, find, put, times }) => {
    const count = current.match(new RegExp(find, "gs"))?.length ?? 0;
    if (count === 0 || count !== (times ?? count))
      throw new RedocChanged(`${what} (found ${count} times, expected ${times ?? "some"})`);
    return current.replaceAll(new RegExp(find, "gs"), put);
  }, text);
}
