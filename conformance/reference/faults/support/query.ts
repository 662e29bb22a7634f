/** The names of the query parameters that are numbers. */
export const NUMBERS = ["limit", "newer", "older"];
