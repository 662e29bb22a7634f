import { randomBytes } from "node:crypto";
import { DEFAULTS, type Target } from "../engine/target.ts";
import { keyring, type Scheme } from "../exchange/credentials.ts";
import { type Config, readConfig } from "./config.ts";
import { type At, readKeyring } from "./credentials.ts";
import { UsageError } from "./exit.ts";
import { listed, placeAt } from "./place.ts";
import { type Main, readScenarios } from "./scenarios.ts";
import { validateEndpoint } from "./validate.ts";

export interface TargetOptions {
  config?: string;
  /** Scheme of the credentials where the configuration names none. */
  auth?: Scheme;
  /** Seconds. */
  timeout?: number;
  concurrency?: number;
  wipe?: boolean;
  seed?: number;
  effort?: number;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const DEFAULT_CONCURRENCY = 16;

/**
 * Puts the target together from the command line, the environment and the configuration, in this order.
 * @returns without endpoint and accounts where none is named: the embedded reference server is meant then
 * @throws UsageError
 */
export function readTarget(
  argument: string | undefined,
  options: TargetOptions,
  env: NodeJS.ProcessEnv,
): Target {
  // An empty variable is a mistake in a CI job; taken for "no endpoint" it would check the wrong server.
  if (argument === "" || env.SYNC2_ENDPOINT === "") {
    throw new UsageError(
      "The endpoint is empty. Give a URL, or leave it out for the embedded reference server.",
    );
  }
  const { file, config } = readConfig(options.config, env);
  const given = argument ?? env.SYNC2_ENDPOINT;
  refuseContradictions(config, given);

  const at: At = (key) => `${file}: at ${key}`;
  const main = readMain(config, { given, env, auth: options.auth, at });
  return {
    ...(main?.place ?? { endpoint: "", keys: keyring({ scheme: "none" }), accounts: [], headers: [] }),
    scenarios: main && config.scenarios ? readScenarios(config.scenarios, main, at) : {},
    timeoutMs: Math.round((options.timeout ?? config.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000),
    concurrency: options.concurrency ?? config.concurrency ?? DEFAULT_CONCURRENCY,
    wipe: options.wipe ?? false,
    ...DEFAULTS,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.effort !== undefined && { effort: options.effort }),
    run: `c${randomBytes(4).toString("hex")}`,
  };
}

function refuseContradictions(config: Config, given: string | undefined): void {
  const { endpoint, accounts, scenarios } = config;
  if (accounts && given !== undefined) {
    throw new UsageError(
      `The endpoint is ${given}, and the configuration lists "accounts" too. Leave one of them out.`,
    );
  }
  if (accounts && endpoint !== undefined) {
    throw new UsageError('The configuration has both "endpoint" and "accounts". Leave one of them out.');
  }
  if (accounts || endpoint !== undefined || given !== undefined) return;
  const idle = (["token", "credentials", "hawk"] as const).find((key) => config[key] !== undefined);
  if (idle) {
    throw new UsageError(
      `The configuration has a "${idle}" but no "endpoint" for it. Add one, or leave the ${idle} out.`,
    );
  }
  if (scenarios) {
    throw new UsageError(
      'The configuration has "scenarios" but no "endpoint". Add one: the embedded reference server has its own.',
    );
  }
}

interface Circumstances {
  /** The endpoint of the command line or the environment. */
  given: string | undefined;
  env: NodeJS.ProcessEnv;
  auth: Scheme | undefined;
  at: At;
}

/** @returns null where no server is named */
function readMain(config: Config, { given, env, auth, at }: Circumstances): Main | null {
  const endpoint = given ?? config.endpoint;
  if (endpoint === undefined && !config.accounts) return null;
  if (endpoint !== undefined) validateEndpoint(endpoint);
  // Credentials go to the endpoint that they stand beside, and to no other host.
  const written = given === undefined ? config : {};
  const keys = readKeyring({ written, env, auth, at });
  if (config.accounts) return { place: listed(config.accounts, keys, at), keys };
  if (keys) return { place: placeAt(endpoint as string, keys), keys };
  throw new UsageError(
    `No token for ${endpoint}. Set SYNC2_TOKEN (it may hold {account}), or the variables of another scheme, which ` +
      '"sync2 check --help" lists; credentials in the configuration are only for the endpoint beside them.',
  );
}
