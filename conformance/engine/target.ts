import type { Secret } from "../exchange/redact.ts";
import { tokenLabel } from "../report/label.ts";

/** An account that exists on the server before the run. */
export interface GivenAccount {
  name: string;
  /** Its endpoint URL. */
  endpoint: string;
  /** Its bearer token. */
  token: string;
}

/** The server under test, as the person who runs the suite describes it. Plain data: it crosses threads. */
export interface Target {
  /**
   * Endpoint URL of an account. With `{account}` in it the server makes accounts on the fly, and the suite fills in
   * names of its own.
   */
  endpoint: string;
  /** Bearer token; may hold `{account}` too. */
  token: string;
  /** Accounts to use where the endpoint has no `{account}`. */
  accounts: GivenAccount[];
  /** For one exchange. */
  timeoutMs: number;
  /** Checks under way at the same time; never more than there are accounts. */
  concurrency: number;
  /** Delete what the accounts hold. Without it an account that holds anything is not touched. */
  wipe: boolean;
  /** Begins the names of accounts that are made on the fly, so that no two runs share one. */
  run: string;
}

/** True when the server makes accounts on the fly. */
export function makesAccounts(target: Target): boolean {
  return target.endpoint.includes("{account}");
}

/** The nth account of a target. */
export function accountAt(target: Target, index: number): GivenAccount {
  if (!makesAccounts(target)) return target.accounts[index] as GivenAccount;
  const name = `${target.run}-${index}`;
  return {
    name,
    endpoint: target.endpoint.replaceAll("{account}", name),
    token: target.token.replaceAll("{account}", name),
  };
}

/** What must not be shown of the credentials of these accounts of a target, nor of any other of its accounts. */
export function secretsOf(target: Target, accounts: readonly GivenAccount[]): Secret[] {
  const own = accounts.filter(({ name, token }) => name !== token);
  const fixed = [...target.token.split("{account}"), ...target.accounts.map(({ token }) => token)];
  return [
    ...own.map(({ name, token }) => ({ text: token, label: tokenLabel(name) })),
    // A check sends tokens that are cut short, and all but one character of a token is as good as the token.
    ...own.map(({ name, token }) => ({ text: token.slice(0, -1), label: `[cut token of ${name}]` })),
    ...fixed.map((text) => ({ text, label: "[redacted]" })),
  ];
}
