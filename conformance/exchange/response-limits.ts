/** Limits of the responses that this suite reads: a hostile server must not exhaust its memory. */

/** The most header fields of a response. Servers and fronts send a few dozen. */
export const MOST_FIELDS = 2000;
/** The largest header section of a response, in octets. Servers send a few hundred; cookies of a front, some thousand. */
export const MOST_HEADER_OCTETS = 256 * 1024;
