import { existsSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Config } from "../../generated/config.ts";
import { UsageError } from "../results/errors.ts";
import schema from "./config.schema.json" with { type: "json" };
import { MODULE, readModule } from "./config-module.ts";
import { readText } from "./config-text.ts";
import { interpolate } from "./interpolate.ts";
import { type At, dotted, type Path } from "./location.ts";
import { describeMistakes } from "./schema-mistakes.ts";

/** A configuration, with functions that name its places in messages. */
export interface ConfigFile {
  /** Null where there is none. */
  file: string | null;
  config: Config;
  at: At;
  /** Environment variables that the file names. */
  variables: ReadonlySet<string>;
}

export const NAMES = ["yaml", "yml", "json", "ts", "mts", "js", "mjs"].map(
  (ending) => `sync2.config.${ending}`,
);

export interface ReadOptions {
  env: NodeJS.ProcessEnv;
  /** Names of the targets to read; variables that only other targets need may be unset. All by default. */
  targets?: readonly string[] | undefined;
}

/**
 * Reads the configuration.
 * @param path the file; by default `sync2.config.*` in the current folder, if it exists
 * @throws UsageError that names file, place, reason and next step, and shows no value
 */
export async function readConfig(
  path: string | undefined,
  { env, targets }: ReadOptions,
): Promise<ConfigFile> {
  const file = path ?? find();
  if (file === null) {
    const at = (...all: Path) => `The configuration: at ${dotted(all)}`;
    return { file, config: {}, at, variables: new Set() };
  }
  const isModule = MODULE.test(file);
  const source = isModule ? await readModule(file, env) : readText(file);
  const { value, at } = source;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${file}: is not a map of keys. "sync2 config --explain" lists the keys.`);
  }
  const wanted = only(value, targets);
  const { value: config, variables } = isModule
    ? { value: wanted, variables: new Set<string>() }
    : interpolate(wanted, at, env);
  const validate = new Ajv2020({ allErrors: true, verbose: true }).compile<Config>(schema);
  if (validate(config)) return { file, config, at, variables };
  throw new UsageError(describeMistakes(validate.errors ?? [], config, source));
}

function find(): string | null {
  const [file = null, ...more] = NAMES.filter((name) => existsSync(name));
  if (more.length === 0) return file;
  throw new UsageError(
    `${[file, ...more].join(" and ")} are both here. Keep one of them, or choose one with --config.`,
  );
}

/**
 * Removes the targets that were not asked for, because their variables may be unset.
 * @throws UsageError
 */
function only(value: object, names: readonly string[] | undefined): object {
  const { targets } = value as { targets?: unknown };
  if (names === undefined || typeof targets !== "object" || targets === null) return value;
  const unknown = names.find((name) => !Object.hasOwn(targets, name));
  if (unknown !== undefined) {
    const known = Object.keys(targets).join(", ");
    throw new UsageError(`--target ${unknown}: no target has this name. The configuration has ${known}.`);
  }
  const kept = Object.entries(targets).filter(([name]) => names.includes(name));
  return { ...value, targets: Object.fromEntries(kept) };
}
