/** The most header fields of a response. Each takes memory, and servers and fronts send a few dozen. */
export const MOST_FIELDS = 2000;
/** The largest header section of a response, in octets. Servers send a few hundred; cookies of a front, some thousand. */
export const MOST_HEADER_OCTETS = 256 * 1024;
