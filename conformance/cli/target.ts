import { randomBytes } from "node:crypto";
import { type GivenAccount, makesAccounts, type Target } from "../engine/target.ts";
import { type Config, readConfig } from "./config.ts";
import { UsageError } from "./exit.ts";

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
 * @returns null where none of them names an endpoint: the embedded reference server is meant then
 * @throws UsageError
 */
export function readTarget(
  argument: string | undefined,
  options: TargetOptions,
  env: NodeJS.ProcessEnv,
): Target | null {
  // An empty variable is a mistake in a CI job; taken for "no endpoint" it would check the wrong server.
  if (argument === "" || env.SYNC2_ENDPOINT === "") {
    throw new UsageError(
      "The endpoint is empty. Give a URL, or leave it out for the embedded reference server.",
    );
  }
  const config = readConfig(options.config, env);
  const given = argument ?? env.SYNC2_ENDPOINT;
  const endpoint = given ?? config.endpoint;
  if (endpoint !== undefined && config.accounts && given === undefined) {
    throw new UsageError('The configuration has both "endpoint" and "accounts". Leave one of them out.');
  }
  if (endpoint === undefined && !config.accounts) return null;

  const token = env.SYNC2_TOKEN || config.token || "";
  const target: Target = {
    endpoint: endpoint ?? "",
    token,
    accounts: endpoint === undefined ? (config.accounts ?? []) : [],
    timeoutMs: (options.timeout ?? config.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    concurrency: options.concurrency ?? config.concurrency ?? DEFAULT_CONCURRENCY,
    wipe: options.wipe ?? false,
    run: runName(),
  };
  return endpoint === undefined ? checked(target, config) : checked(withEndpoint(target, endpoint), config);
}

/** The target that the embedded reference server is. */
export function referenceTarget(endpoint: string, token: string, options: TargetOptions): Target {
  return {
    endpoint,
    token,
    accounts: [],
    timeoutMs: (options.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    wipe: false,
    run: runName(),
  };
}

function runName(): string {
  return `c${randomBytes(4).toString("hex")}`;
}

function withEndpoint(target: Target, endpoint: string): Target {
  if (target.token === "") {
    throw new UsageError(
      `No token for ${endpoint}. Set SYNC2_TOKEN (it may hold {account}), or "token" in the configuration.`,
    );
  }
  if (makesAccounts(target)) return target;
  const only: GivenAccount = { name: "default", endpoint, token: target.token };
  return { ...target, accounts: [only] };
}

function checked(target: Target, config: Config): Target {
  const endpoints =
    target.accounts.length > 0 ? target.accounts.map(({ endpoint }) => endpoint) : [target.endpoint];
  for (const endpoint of endpoints) checkEndpoint(endpoint);
  const tokens = [target.token, ...(config.accounts ?? []).map(({ token }) => token)];
  // Anything else would end up in a header field, and a line feed would end it.
  if (tokens.some((token) => /[^\x21-\x7e]/.test(token))) {
    throw new UsageError(
      "A token holds white space or other characters that no bearer token has (RFC 6750).",
    );
  }
  return target;
}

function checkEndpoint(endpoint: string): void {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw new UsageError(
      `"${endpoint}" is not a URL. An endpoint looks like http://127.0.0.1:8000/2.0/{account}.`,
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UsageError(`"${endpoint}" is neither http nor https.`);
  }
  if (url.username || url.password) {
    throw new UsageError(
      "The endpoint holds credentials. They would end up in logs: set SYNC2_TOKEN instead.",
    );
  }
  if (url.search || url.hash)
    throw new UsageError(`"${endpoint}" has a query or fragment; an endpoint has neither.`);
}
