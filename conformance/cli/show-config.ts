/** Shows the effective configuration of a run, without secrets. */
import { stringify } from "yaml";
import { show } from "../config/effective-config.ts";
import { explain, renderExplanations } from "../config/explain-keys.ts";
import { readRun } from "../config/read-run.ts";
import type { TargetOptions } from "../config/target-options.ts";
import { UsageError } from "../results/errors.ts";

export interface ConfigOptions extends TargetOptions {
  /** A key to explain; true explains all. */
  explain?: string | true;
  json?: boolean;
  color: boolean;
}

/**
 * `sync2 config`: validates the configuration and shows the values that a check would use, or explains its keys.
 * @returns the text to print
 * @throws UsageError
 */
export async function config(
  endpoint: string | undefined,
  options: ConfigOptions,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { explain: key, json = false, color, ...rest } = options;
  if (key !== undefined) {
    if (endpoint !== undefined) {
      throw new UsageError(`--explain takes one key; "${endpoint}" is one too many. Leave it out.`);
    }
    const all = explain(key === true ? undefined : key);
    return json ? JSON.stringify(all, null, 2) : renderExplanations(all, { color });
  }
  const run = await readRun(endpoint, rest, env);
  const shown = show(run, env);
  if (json) return JSON.stringify(shown, null, 2);
  return stringify(shown, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}
