export const NUMBERS = ["limit", "newer", "older"];
