export const CLIENT = "X-Weave-Client";
