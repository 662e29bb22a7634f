/** The labels that replace secrets in a transcript. */
/** The text that replaces the token of an account; a curl command is made from it. */
export function tokenLabel(account: string): string {
  return `[token of ${account}]`;
}

/** The text that replaces a user name and password in the encoding of `Basic`. */
export function credentialsLabel(account: string): string {
  return `[credentials of ${account}]`;
}

/** The text that replaces the message authentication code of a request. */
export const MAC_LABEL = "[mac]";

/** Matches the labels of `tokenLabel` and `credentialsLabel`; the groups are the kind and the account. */
export const SECRET_LABEL = /\[(token|credentials) of ([^[\]]*)\]/;
