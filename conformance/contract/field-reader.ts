/** A token (RFC 9110, section 5.6.2). */
export const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
/** A quoted string (RFC 9110, section 5.6.4). */
export const QUOTED = /"(?:[^"\\]|\\.)*"/y;
/** White space that may be absent. */
export const SPACE = /[ \t]*/y;

/**
 * Reads the value of a header field from its beginning to its end. No octet is looked at twice for one pattern, so
 * that the time is linear in the length of the value, whoever made it.
 */
export class FieldReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Takes what a pattern matches at this place.
   * @param pattern sticky, so that it matches nowhere else
   * @returns null where it does not match
   */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  /** Takes a separator with the white space around it; false, and nothing taken, where there is none. */
  separator(character: string): boolean {
    const before = this.#at;
    this.take(SPACE);
    if (this.#text[this.#at] !== character) {
      this.#at = before;
      return false;
    }
    this.#at += character.length;
    this.take(SPACE);
    return true;
  }

  /** True at the end of the value. */
  get isOver(): boolean {
    return this.#at === this.#text.length;
  }
}

/** A quoted string, or the rest of the value where it has no end; it matches at every quote, so that none is read twice. */
const QUOTED_OR_OPEN = /"(?:[^"\\]|\\.)*(?:"|\\?$)/gs;

/** A field value with every quoted string emptied: nothing in one separates or names anything. */
export function withoutQuoted(text: string): string {
  return text.replace(QUOTED_OR_OPEN, '""');
}
