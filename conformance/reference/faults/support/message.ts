/** The name of the header field with the name of the client. */
export const CLIENT = "X-Weave-Client";
