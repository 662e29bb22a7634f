/** What stands for the token of an account in a transcript; `curl` lines are made from it. */
export function tokenLabel(account: string): string {
  return `[token of ${account}]`;
}

/** The text that replaces a user name and password, encoded as `Basic` has them. */
export function credentialsLabel(account: string): string {
  return `[credentials of ${account}]`;
}

/** Stands for the message authentication code of a request. */
export const MAC_LABEL = "[mac]";

/** Matches what `tokenLabel` and `credentialsLabel` make; the groups are what it is of which account. */
export const SECRET_LABEL = /\[(token|credentials) of ([^[\]]*)\]/;
