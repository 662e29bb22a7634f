import type { Config } from "../../generated/config.ts";
import type { RuleResult } from "../results/report-model.ts";

/** The options that have the same name and meaning in the configuration file. */
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

/** The options that select rules. */
export const CHOOSING = ["only", "exclude", "stage", "through", "level"] as const;

/** How to reach a server and how to check it. The library reads no environment variable and no file. */
export interface ServerOptions
  extends Pick<Config, Exclude<(typeof SHARED)[number], (typeof CHOOSING)[number]>> {
  /**
   * Starts the reference server and checks that, in place of a named server. It is never the default, because a test
   * that lost its endpoint would pass.
   */
  reference?: true;
  /** True: delete what the accounts hold. Default: refuse an account that is not empty. */
  wipe?: boolean;
}

/** Which rules to check; all by default. */
export type Choice = Pick<Config, (typeof CHOOSING)[number]>;

export interface CheckOptions extends ServerOptions, Choice {
  /** Stops the run, which empties the accounts first. */
  signal?: AbortSignal;
  /** Called with each result as soon as it is known. The final report may correct it. */
  onResult?: (result: RuleResult) => void;
}
