/** Redoc's output is not what these patches were written for. */
export class RedocChanged extends Error {
  constructor(what: string) {
    super(
      `Redoc does not have ${what} where it had it: see what @redocly/cli makes now, and adapt tools/docs/reference/redoc.`,
    );
  }
}

/**
 * What stands between two marks.
 * @param whole with `start` in it
 * @throws {RedocChanged} when a mark is missing
 */
export function textBetween(text: string, start: string, end: string, what: string, whole = false): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from === -1 || to === -1) throw new RedocChanged(what);
  return text.slice(whole ? from : from + start.length, to);
}

/** A change to Redoc's text. */
export interface Patch {
  /** What it is about, for the error. */
  what: string;
  find: RegExp;
  put: string;
  /** How often it is found: as often as it may be, but once at least, where that depends on the document. */
  times?: number;
}

/**
 * Applies all patches.
 * @throws {RedocChanged} when one is not found as often as it says
 */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  return patches.reduce((current, { what, find, put, times }) => {
    const found = current.match(new RegExp(find, "gs"))?.length ?? 0;
    if (found === 0 || found !== (times ?? found))
      throw new RedocChanged(`${what} (found ${found} times, expected ${times ?? "some"})`);
    return current.replaceAll(new RegExp(find, "gs"), put);
  }, text);
}
