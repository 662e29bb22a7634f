import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { LineCounter, parseDocument } from "yaml";
import type { Scenario } from "../engine/target.ts";
import type { Scheme } from "../exchange/credentials.ts";
import schema from "./config.schema.json" with { type: "json" };
import { UsageError } from "./exit.ts";

/** Credentials as they may be written; which of them belong together, `credentials.ts` says. */
export interface Written {
  token?: string;
  credentials?: {
    scheme: Scheme;
    token?: string;
    id?: string;
    key?: string;
    username?: string;
    password?: string;
  };
  hawk?: { id: string; key: string };
}

export interface WrittenPlace extends Written {
  endpoint?: string;
  accounts?: (Written & { name: string; endpoint: string })[];
}

export interface WrittenScenario extends Omit<WrittenPlace, "hawk"> {
  headers?: Record<string, string>;
  before?: [string, ...string[]];
  after?: [string, ...string[]];
  timeoutSeconds?: number;
}

/** The configuration file, as its schema has it. */
export interface Config extends WrittenPlace {
  scenarios?: Partial<Record<Scenario, WrittenScenario>>;
  /** Seconds for one exchange. */
  timeout?: number;
  concurrency?: number;
}

/** What is written, and where, for what is said about it. */
export interface ConfigFile {
  file: string;
  config: Config;
}

const NAMES = ["sync2.config.yaml", "sync2.config.yml", "sync2.config.json"];

/**
 * Reads the configuration.
 * @param path the file; without it the first of `sync2.config.{yaml,yml,json}` in the current folder, if any
 * @param env where `${NAME}` is looked up
 * @throws UsageError that names the file, the place and the reason
 */
export function readConfig(path: string | undefined, env: NodeJS.ProcessEnv): ConfigFile {
  const file = path ?? NAMES.find((name) => existsSync(name));
  if (file === undefined) return { file: "", config: {} };
  const config = interpolate(parse(file), file, "", env);
  const validate = new Ajv2020({ allErrors: true }).compile<Config>(schema);
  if (validate(config)) return { file, config };
  const [error] = validate.errors ?? [];
  const at = error?.instancePath.slice(1).replaceAll("/", ".") || "the top level";
  const unknown = error?.params.additionalProperty as string | undefined;
  // Where the space after a colon is forgotten, the value belongs to the key, and may be a token.
  const allowed = (error?.params.allowedValues as unknown[] | undefined)?.map((value) => `"${value}"`);
  const detail = unknown
    ? `"${unknown.replace(/:.*/s, ":…")}" is not a key here`
    : `${error?.message}${allowed ? `: ${allowed.join(", ")}` : ""}`;
  throw new UsageError(`${file}: at ${at}: ${detail}. "sync2 check --help" lists the keys.`);
}

/** Reads the file as YAML, which JSON is too. No message repeats its text, which may hold a token. */
function parse(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${(error as Error).message}`);
  }
  const value = toValue(text, file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(`${file}: holds no map. "sync2 check --help" lists the keys.`);
}

function toValue(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter, logLevel: "error" });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const reason = error.code.toLowerCase().replaceAll("_", " ");
    throw new UsageError(`${file}:${line}:${col}: not valid YAML: ${reason}`);
  }
  try {
    // Through JSON, which refuses what holds itself.
    return JSON.parse(JSON.stringify(document.toJS()));
  } catch {
    throw new UsageError(
      `${file}: an alias (*name) has no anchor, holds itself or multiplies too often. ` +
        'A value that begins with "*" has to stand in quotes.',
    );
  }
}

/** Fills in environment variables, so that secrets need not stand in the file. */
function interpolate(value: unknown, file: string, at: string, env: NodeJS.ProcessEnv): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found) return found;
      throw new UsageError(
        `${file}: at ${at || "the top level"}: the environment variable ${name} is not set.`,
      );
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, file, `${at}[${index}]`, env));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      interpolate(item, file, at ? `${at}.${key}` : key, env),
    ]),
  );
}
