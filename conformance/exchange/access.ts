import type { HeaderList } from "../results/model.ts";
import type { Keyring } from "./credentials.ts";
import type { Losses } from "./losses.ts";
import type { Patience } from "./patience.ts";
import type { Redactor } from "./redact.ts";
import type { Wire } from "./wire.ts";

/** How an account is reached, and where the exchanges with it are kept. */
export interface AccountAccess {
  name: string;
  /** The endpoint URL of the account, without a last slash. */
  endpoint: URL;
  keys: Keyring;
  /** Go with every request that has none of the same name. */
  headers?: HeaderList;
  wire: Wire;
  timeoutMs: number;
  redactor: Redactor;
  /** Waited for before anything is sent. */
  ready?: (() => Promise<void>) | null;
  /** Says when to send again what was refused for the moment; null: never. */
  patience?: Patience | null;
  /** Says when to send again what was lost on the way; null: never. */
  losses?: Losses | null;
  /** True where a 503 is what the requests are about, from whomever it comes. */
  about503?: boolean;
  /** Seconds by which the clock of the server is ahead of ours. */
  clockOffset?: number;
}
