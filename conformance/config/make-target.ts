import { randomBytes } from "node:crypto";
import type { Config } from "../../generated/config.ts";
import { keyring } from "../exchange/credentials.ts";
import type { Proxies } from "../exchange/network.ts";
import { UsageError } from "../results/errors.ts";
import { DEFAULTS, type Target } from "../runner/target.ts";
import { listed, placeAt } from "./account-list.ts";
import { type At, located, Mistake } from "./location.ts";
import { KEYS, readKeyring } from "./read-credentials.ts";
import { overridden, parseHeaders, readHeaders } from "./read-headers.ts";
import { readNetwork } from "./read-network.ts";
import { type Main, readScenarios } from "./read-scenarios.ts";
import { defaultOf } from "./schema-keys.ts";
import type { TargetOptions } from "./target-options.ts";
import { validateEndpoint } from "./validate-target.ts";

/** The sources of a target, besides the options of the command line. */
export interface Parts {
  config: Config;
  /** The endpoint of the command line or the environment. */
  given: string | undefined;
  /** The environment with credentials; null if its credentials belong to another server. */
  env: NodeJS.ProcessEnv | null;
  at: At;
}

/**
 * Makes one target.
 * @param proxies the proxies of the environment; none by default
 * @returns a target without endpoint and accounts if no server is named
 * @throws UsageError
 */
export function makeTarget(parts: Parts, options: TargetOptions, proxies?: Proxies): Target {
  const { config, at } = parts;
  refuseContradictions(parts);
  const main = readMain(parts, options.auth);
  const timeout = options.timeout ?? config.timeout ?? defaultOf<number>("timeout");
  const { seed = config.seed, effort = config.effort } = options;
  const headers = overridden(parseHeaders(options.header ?? []), readHeaders(config.headers ?? {}, at));
  const scenarios = main && config.scenarios ? readScenarios(config.scenarios, main, at) : {};
  const concurrency = options.concurrency ?? config.concurrency;
  return {
    ...(main?.place ?? { endpoint: "", keys: keyring({ scheme: "none" }), accounts: [] }),
    headers,
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, scenario]) => [
        name,
        { ...scenario, headers: overridden(scenario.headers, headers) },
      ]),
    ),
    network: readNetwork(config.tls, { proxies, ca: options.ca, at }),
    timeoutMs: Math.round(timeout * 1000),
    concurrency: concurrency ?? defaultOf<number>("concurrency"),
    ...(concurrency === undefined && { followsRoundTrip: true }),
    wipe: options.wipe ?? false,
    ...DEFAULTS,
    ...(seed !== undefined && { seed }),
    ...(effort !== undefined && { effort }),
    run: `c${randomBytes(4).toString("hex")}`,
  };
}

function refuseContradictions({ config, given, at }: Parts): void {
  const { endpoint, accounts } = config;
  if (accounts && given !== undefined) {
    throw new Mistake(
      at("accounts"),
      `the endpoint is ${given}, and the configuration lists "accounts" too. Leave one of them out.`,
    );
  }
  if (accounts && endpoint !== undefined) {
    throw new Mistake(at("accounts"), 'has both "endpoint" and "accounts". Leave one of them out.');
  }
  if (accounts || endpoint !== undefined || given !== undefined) return;
  const idle = [...KEYS, "scenarios" as const, "server" as const].find((key) => config[key] !== undefined);
  if (idle) {
    throw new Mistake(
      at(idle),
      `there is "${idle}" but no "endpoint" for it. Add an endpoint, or remove it: without an endpoint the embedded ` +
        "reference server is checked, which needs nothing.",
    );
  }
}

/** @returns null if no server is named */
function readMain({ config, given, env, at }: Parts, auth: TargetOptions["auth"]): Main | null {
  const endpoint = given ?? config.endpoint;
  if (endpoint === undefined && !config.accounts) return null;
  if (given !== undefined) validateEndpoint(given);
  else if (endpoint !== undefined)
    located(
      () => at("endpoint"),
      () => validateEndpoint(endpoint),
    );
  // Credentials go only to the endpoint beside them, never to another host.
  const written = given === undefined ? config : {};
  const keys = readKeyring({ written, env, auth, at });
  if (config.accounts) return { place: listed(config.accounts, keys, at), keys };
  if (keys) return { place: placeAt(endpoint as string, keys), keys };
  if (env === null) {
    throw new Mistake(at(), `no credentials for ${endpoint}. Write "token" or "credentials" beside it.`);
  }
  throw new UsageError(
    `No token for ${endpoint}. Set SYNC2_TOKEN (it may hold {account}), or the variables of another scheme, which ` +
      '"sync2 check --help" lists; credentials in the configuration are only for the endpoint beside them.',
  );
}
