/** The name of the header field with the time of the server. */
export const TIMESTAMP = "X-Weave-Timestamp";
