import { UsageError } from "../results/errors.ts";
import type { Target } from "../runner/target.ts";
import { readRun } from "./read-run.ts";
import type { TargetOptions } from "./target-options.ts";

/**
 * Puts the one target together from the command line, the environment and the configuration, in this order.
 * @returns without endpoint and accounts where none is named: the embedded reference server is meant then
 * @throws UsageError
 */
export async function readTarget(
  argument: string | undefined,
  options: TargetOptions,
  env: NodeJS.ProcessEnv,
): Promise<Target> {
  const { targets } = await readRun(argument, options, env);
  const [only, ...more] = targets;
  if (only !== undefined && more.length === 0) return only.target;
  const names = targets.map(({ name }) => name).join(", ");
  throw new UsageError(`The configuration has several targets: ${names}. Say which with --target.`);
}
