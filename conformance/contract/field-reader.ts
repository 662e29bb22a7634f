/** Reads values of header fields in linear time, pattern by pattern, by the grammar of RFC 9110. */

/** A token (RFC 9110, section 5.6.2). */
export const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
/** A quoted string (RFC 9110, section 5.6.4). */
export const QUOTED = /"(?:[^"\\]|\\.)*"/y;
/** White space that may be absent. */
export const SPACE = /[ \t]*/y;

/**
 * Reads the value of a header field from its beginning to its end. No pattern reads an octet twice, so the time is
 * linear in the length of the value, even if the value is hostile.
 */
export class FieldReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Takes the text that a pattern matches at the current position.
   * @param pattern a sticky pattern, which matches only there
   * @returns null if it does not match
   */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#position;
    const [match] = pattern.exec(this.#text) ?? [];
    if (match === undefined) return null;
    this.#position += match.length;
    return match;
  }

  /** Takes a separator with the white space around it. Returns false and takes nothing if there is none. */
  separator(character: string): boolean {
    const before = this.#position;
    this.take(SPACE);
    if (this.#text[this.#position] !== character) {
      this.#position = before;
      return false;
    }
    this.#position += character.length;
    this.take(SPACE);
    return true;
  }

  /** True at the end of the value. */
  get isOver(): boolean {
    return this.#position === this.#text.length;
  }
}

/** A quoted string, or the rest of the value if the string has no end. It matches at every quote, so none is read twice. */
const QUOTED_OR_OPEN = /"(?:[^"\\]|\\.)*(?:"|\\?$)/gs;

/** Empties every quoted string of a field value, because text in quotes is neither a separator nor a name. */
export function withoutQuoted(text: string): string {
  return text.replace(QUOTED_OR_OPEN, '""');
}
