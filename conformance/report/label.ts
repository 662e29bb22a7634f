/** What stands for the token of an account in a transcript; `curl` lines are made from it. */
export function tokenLabel(account: string): string {
  return `[token of ${account}]`;
}

/** Matches what `tokenLabel` makes; the group is the account. */
export const TOKEN_LABEL = /\[token of ([^\]]*)\]/;
