/** Header fields of a response: each takes room of its own, and a front adds some dozens at most. */
export const MOST_FIELDS = 2000;
/** Octets of the header section of a response. Servers and fronts send a few hundred; cookies of a front, some thousand. */
export const MOST_HEADER_OCTETS = 256 * 1024;
