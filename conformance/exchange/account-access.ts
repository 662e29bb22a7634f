import type { HeaderList } from "../results/report-model.ts";
import type { Keyring } from "./credentials.ts";
import type { LossTracker } from "./loss-tracker.ts";
import type { Redactor } from "./redactor.ts";
import type { RefusalRetries } from "./refusal-retries.ts";
import type { Wire } from "./wire.ts";

/** How to send requests to an account, and how to record its exchanges. */
export interface AccountAccess {
  name: string;
  /** The endpoint URL of the account, without a last slash. */
  endpoint: URL;
  keys: Keyring;
  /** Header fields of every request that has no field of the same name. */
  headers?: HeaderList;
  wire: Wire;
  timeoutMs: number;
  redactor: Redactor;
  /** Called and awaited before each request. */
  ready?: (() => Promise<void>) | null;
  /** Decides whether to repeat a refused request after a pause; null: never. */
  refusalRetries?: RefusalRetries | null;
  /** Decides whether to repeat a request whose answer was lost; null: never. */
  lossTracker?: LossTracker | null;
  /** True if the checks are about 503: then even a 503 of a front counts as an answer. */
  about503?: boolean;
  /** Seconds by which the clock of the server is ahead of ours. */
  clockOffset?: number;
}
