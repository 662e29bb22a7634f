import type { Config } from "../../generated/config.ts";

export type { Config };

/**
 * Types the default export of `sync2.config.ts`, so that editors complete and explain its keys.
 * @returns what it is given
 */
export function defineConfig(config: Config): Config {
  return config;
}
