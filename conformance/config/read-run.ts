/** Reads what a configuration says of the run: rules, level, formats and report folder. */
import type { Config } from "../../generated/config.ts";
import type { StageName } from "../../generated/rules.ts";
import { UsageError } from "../results/errors.ts";
import { rulesMatching } from "../runner/select/rule-selectors.ts";
import type { Narrowing } from "../runner/select/select-rules.ts";
import type { ServerCommand } from "../runner/server/server-command.ts";
import type { Target } from "../runner/target.ts";
import { located, Mistake } from "./location.ts";
import { makeTarget } from "./make-target.ts";
import { type ConfigFile, readConfig } from "./read-config.ts";
import { readProxies } from "./read-network.ts";
import { readServer } from "./read-server-command.ts";
import { defaultOf } from "./schema-keys.ts";
import type { TargetOptions } from "./target-options.ts";
import { partsOfTargets } from "./target-sections.ts";
import { validateUrl } from "./validate-target.ts";

export type Format = NonNullable<Config["formats"]>[number];
export type Level = NonNullable<Config["level"]>;

export type FailOn = NonNullable<Config["failOn"]>[number];

export interface RunOptions extends TargetOptions {
  /** Areas or rules; those of the configuration where empty. */
  only?: string[];
  /** Areas or rules; those of the configuration where empty. */
  exclude?: string[];
  stage?: StageName;
  through?: StageName;
  level?: Level;
  bail?: boolean;
  /** What fails a run beside a violated MUST; that of the configuration where empty. */
  failOn?: FailOn[];
  /** Seconds. */
  wait?: number;
  /** Minutes. */
  timeLimit?: number;
  report?: string;
  /** Those of the configuration where empty. */
  formats?: Format[];
  baseline?: string;
  docs?: string;
}

/** One server of a run, and what belongs to it. */
export interface RunTarget {
  /** Null for the one server of a configuration without `targets`. */
  name: string | null;
  /** Without endpoint and accounts the embedded reference server is meant. */
  target: Target;
  /** Starts it; null where it runs already. */
  server: ServerCommand | null;
  /** File of known failures. */
  baseline: string | null;
}

/** All that the command line, the environment and the configuration say of a run. */
export interface Run extends Narrowing {
  /** At least one. */
  targets: RunTarget[];
  bail: boolean;
  /** What fails the run beside a violated MUST. */
  failOn: FailOn[];
  /** How long a server is waited for that does not answer yet, in milliseconds. */
  waitMs: number;
  /** After which the run is cut short, in milliseconds; null for never. */
  timeLimitMs: number | null;
  /** Folder. */
  report: string;
  formats: Format[];
  /** Base URL of the rendered documentation. */
  docs: string | null;
  source: ConfigFile;
}

/**
 * Puts a run together from the command line, the environment and the configuration, in this order.
 * @throws UsageError
 */
export async function readRun(
  argument: string | undefined,
  options: RunOptions,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  // An empty variable is a mistake in a CI job; taken for "no endpoint" it would check the wrong server.
  if (argument === "" || env.SYNC2_ENDPOINT === "") {
    throw new UsageError(
      "The endpoint is empty. Give a URL, or leave it out for the embedded reference server.",
    );
  }
  const source = await readConfig(options.config, { env, targets: options.target });
  const { config } = source;
  const targets = readTargets(source, argument ?? env.SYNC2_ENDPOINT, options, env);
  if (options.baseline !== undefined && targets.length > 1) {
    throw new UsageError(
      '--baseline is for one server, and there are several targets. Choose one with --target, or write "baseline" ' +
        "beside each in the configuration.",
    );
  }
  return {
    targets,
    only: options.only?.length ? options.only : readSelectors("only", source),
    exclude: options.exclude?.length ? options.exclude : readSelectors("exclude", source),
    stage: options.stage ?? (options.through ? null : (config.stage ?? null)),
    through: options.through ?? (options.stage ? null : (config.through ?? null)),
    level: options.level ?? config.level ?? defaultOf<Level>("level"),
    bail: options.bail ?? config.bail ?? defaultOf<boolean>("bail"),
    failOn: options.failOn?.length ? options.failOn : (config.failOn ?? []),
    waitMs: 1000 * (options.wait ?? config.wait ?? defaultOf<number>("wait")),
    timeLimitMs: minutes(options.timeLimit ?? config.timeLimit),
    report: options.report ?? config.report ?? defaultOf<string>("report"),
    formats: options.formats?.length ? options.formats : (config.formats ?? defaultOf<Format[]>("formats")),
    docs: readDocs(source, options.docs),
    source,
  };
}

function readTargets(
  source: ConfigFile,
  given: string | undefined,
  options: RunOptions,
  env: NodeJS.ProcessEnv,
): RunTarget[] {
  const { config, at } = source;
  if (config.targets && given !== undefined) {
    throw new Mistake(
      at("targets"),
      `the endpoint is ${given}, and the configuration has "targets" too. Leave the endpoint out, or give another --config.`,
    );
  }
  if (!config.targets && options.target?.length) {
    throw new UsageError(`--target ${options.target.join(", ")}: the configuration has no "targets".`);
  }
  const proxies = readProxies(env);
  return partsOfTargets(source, given, env).map(({ name, ...parts }) => ({
    name,
    target: makeTarget(parts, options, proxies),
    server: readServer(parts),
    baseline: options.baseline ?? parts.config.baseline ?? null,
  }));
}

/** The parser of each option reports mistakes in the command line. */
function readSelectors(key: "only" | "exclude", { config, at }: ConfigFile): string[] {
  const selectors = config[key] ?? [];
  selectors.forEach((selector, index) => {
    if (rulesMatching([selector]).unknown.length === 0) return;
    throw new Mistake(at(key, index), 'no rule has this id or area. "sync2 rules" lists them.');
  });
  return selectors;
}

function minutes(limit: number | undefined): number | null {
  return limit === undefined ? null : limit * 60_000;
}

function readDocs({ config: { docs }, at }: ConfigFile, given: string | undefined): string | null {
  if (given !== undefined) validateUrl("--docs", given);
  else if (docs !== undefined)
    located(
      () => at("docs"),
      () => validateUrl("it", docs),
    );
  return given ?? docs ?? null;
}
