import type { Target } from "../engine/target.ts";
import type { Scheme } from "../exchange/credentials.ts";
import { UsageError } from "./exit.ts";
import { readRun } from "./read-run.ts";

export interface TargetOptions {
  config?: string;
  /** Names of the targets that are meant, where the configuration has several. */
  target?: readonly string[];
  /** Scheme of the credentials where the configuration names none. */
  auth?: Scheme;
  /** Seconds. */
  timeout?: number;
  concurrency?: number;
  /** Lines of header fields that go with every request. */
  header?: readonly string[];
  /** File of certificates of authorities. */
  ca?: string;
  wipe?: boolean;
  seed?: number;
  effort?: number;
}

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
