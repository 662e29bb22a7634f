export const TIMESTAMP = "X-Weave-Timestamp";
