/** Gives a configuration in TypeScript its type. */
import type { Config } from "../../generated/config.ts";

export type { Config };

/**
 * Gives the default export of `sync2.config.ts` its type, so that editors complete and explain its keys.
 * @returns the same configuration
 */
export function defineConfig(config: Config): Config {
  return config;
}
