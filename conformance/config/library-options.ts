import type { Config } from "../../generated/config.ts";
import type { RuleResult } from "../results/model.ts";

/** What the configuration file says of a server and of a run, in the same words. */
export const SHARED = [
  "endpoint",
  "token",
  "credentials",
  "hawk",
  "accounts",
  "headers",
  "tls",
  "scenarios",
  "timeout",
  "concurrency",
  "seed",
  "effort",
  "only",
  "exclude",
  "stage",
  "through",
  "level",
] as const;

/** Those that say which rules are checked. */
export const CHOOSING = ["only", "exclude", "stage", "through", "level"] as const;

/** Where a server is, how to get in, and how to go about it; nothing is taken from the environment or from a file. */
export interface ServerOptions
  extends Pick<Config, Exclude<(typeof SHARED)[number], (typeof CHOOSING)[number]>> {
  /**
   * Check the reference server, which is started for it, instead of one that is named. Never what happens where
   * nothing is said: a test that lost its endpoint would pass.
   */
  reference?: true;
  /** Delete what the accounts hold. Without it an account that holds data is not touched. */
  wipe?: boolean;
}

/** Which rules are checked; all of them where nothing is said. */
export type Choice = Pick<Config, (typeof CHOOSING)[number]>;

export interface CheckOptions extends ServerOptions, Choice {
  /** Ends the run, once the accounts are empty. */
  signal?: AbortSignal;
  /** Called with each result as its rule is judged. The report may know more in the end. */
  onResult?: (result: RuleResult) => void;
}
