import { randomBytes } from "node:crypto";
import { type GivenAccount, makesAccounts, type Target } from "../engine/target.ts";
import { type Config, readConfig } from "./config.ts";
import { UsageError } from "./exit.ts";
import { validateEndpoint, validateTarget } from "./validate.ts";

export interface TargetOptions {
  config?: string;
  /** Seconds. */
  timeout?: number;
  concurrency?: number;
  wipe?: boolean;
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
  const config = readConfig(options.config, env);
  const given = argument ?? env.SYNC2_ENDPOINT;
  refuseContradictions(config, given);

  const endpoint = given ?? config.endpoint ?? "";
  const target: Target = {
    endpoint,
    token: env.SYNC2_TOKEN || "",
    accounts: config.accounts ?? [],
    timeoutMs: Math.round((options.timeout ?? config.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000),
    concurrency: options.concurrency ?? config.concurrency ?? DEFAULT_CONCURRENCY,
    wipe: options.wipe ?? false,
    run: `c${randomBytes(4).toString("hex")}`,
  };
  // A token goes to the endpoint that it stands beside, and to no other host.
  const found = endpoint === "" ? target : withToken(target, given === undefined ? config.token : undefined);
  if (found.endpoint !== "" || found.accounts.length > 0) validateTarget(found);
  return found;
}

function refuseContradictions({ endpoint, token, accounts }: Config, given: string | undefined): void {
  if (accounts && given !== undefined) {
    throw new UsageError(
      `The endpoint is ${given}, and the configuration lists "accounts" too. Leave one of them out.`,
    );
  }
  if (accounts && endpoint !== undefined) {
    throw new UsageError('The configuration has both "endpoint" and "accounts". Leave one of them out.');
  }
  if (token !== undefined && endpoint === undefined && given === undefined) {
    throw new UsageError(
      'The configuration has a "token" but no "endpoint" for it. Add one, or leave the token out.',
    );
  }
}

/** @param beside the token that the configuration has for this endpoint */
function withToken(target: Target, beside: string | undefined): Target {
  const { endpoint } = target;
  validateEndpoint(endpoint);
  const token = target.token || beside || "";
  if (token === "") {
    throw new UsageError(
      `No token for ${endpoint}. Set SYNC2_TOKEN (it may hold {account}); ` +
        '"token" in the configuration is only for the endpoint beside it.',
    );
  }
  if (makesAccounts(target)) return { ...target, token };
  const only: GivenAccount = { name: "default", endpoint, token };
  return { ...target, token, accounts: [only] };
}
