/** Chooses the server and the credentials for a replay. */
import { readConfig } from "../../config/read-config.ts";
import { type Run, type RunTarget, readRun } from "../../config/read-run.ts";
import { readTarget } from "../../config/read-target.ts";
import type { TargetOptions } from "../../config/target-options.ts";
import { publicToken } from "../../reference/authenticate.ts";
import { Unusable, UsageError } from "../../results/errors.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import type { Target } from "../../runner/target.ts";
import { onReference, startOwn } from "../start-servers.ts";

export interface ReplayTargetOptions extends TargetOptions {
  /** The endpoint in place of the report's. */
  endpoint?: string;
  /** Use the embedded reference server. */
  reference?: boolean;
}

/** The endpoint of a server that ran only during its check, such as the embedded one. */
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+\/2\.0\/\{account\}$/;
/** A placeholder for the endpoint of the embedded reference server until it runs. */
const ANYWHERE = "http://127.0.0.1/2.0/{account}";
const EMBEDDED =
  "If the report is of the embedded reference server, which ended with its run, --reference starts it again.";

/**
 * Calls `work` with the server that the options or the configuration name, and with seed and effort of the report.
 * @param options also the signal that interrupts it, and the environment
 * @throws UsageError, Unusable
 */
export async function withReplayTarget<T>(
  report: Report,
  { signal, env, ...options }: ReplayTargetOptions & { signal: AbortSignal; env: NodeJS.ProcessEnv },
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const asBefore = { ...options, ...report.random };
  if (options.reference) return withReference(asBefore, work);
  try {
    return await withServer(await targetOf(report, asBefore, env), signal, work);
  } catch (error) {
    const mayBeGone = options.endpoint === undefined && LOOPBACK.test(report.target.endpoint);
    if (!mayBeGone || !(error instanceof UsageError || error instanceof Unusable)) throw error;
    const Kind = error instanceof UsageError ? UsageError : Unusable;
    throw new Kind(`${error.message} ${EMBEDDED}`);
  }
}

async function withServer<T>(
  at: RunTarget,
  signal: AbortSignal,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const server = await startOwn(at, signal);
  return work(at.target).finally(() => server?.stop(null));
}

async function withReference<T>(
  { auth, endpoint, ...options }: ReplayTargetOptions,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  if (endpoint !== undefined) {
    throw new UsageError("--reference and --endpoint name two servers. Leave one of them out.");
  }
  const env = { SYNC2_TOKEN: publicToken("{account}") };
  return onReference(await readTarget(ANYWHERE, options, env), auth, 1, work);
}

async function targetOf(
  report: Report,
  options: ReplayTargetOptions,
  variables: NodeJS.ProcessEnv,
): Promise<RunTarget> {
  const { SYNC2_ENDPOINT: named, ...env } = variables;
  const { endpoint, accounts } = report.target;
  if (options.endpoint !== undefined) {
    return theOne(await readRun(options.endpoint, options, env), options.endpoint);
  }
  const { config } = await readConfig(options.config, { env, targets: options.target });
  // Credentials of the configuration go only to the endpoint beside them, so this reads the target of that endpoint.
  if (config.targets || config.accounts || config.endpoint === endpoint) {
    return theOne(await readRun(undefined, options, env), endpoint);
  }
  if (/^\d+ given$/.test(accounts) && accounts !== "1 given") {
    throw new UsageError(
      `The report is of several accounts (${accounts}). Name the configuration that lists them with --config.`,
    );
  }
  // A report may come from a stranger: an endpoint that only the report names gets no request and no credentials.
  if (named !== endpoint) throw new UsageError(unnamed(endpoint));
  return theOne(await readRun(endpoint, options, env), endpoint);
}

function unnamed(endpoint: string): string {
  const shown = shorten(visible(endpoint), 300);
  return (
    `The report is of ${shown}. Only the report names it, and its server would get your credentials. ` +
    `If it is your server, add --endpoint '${shown.replaceAll("'", "'\\''")}', or set SYNC2_ENDPOINT to it.`
  );
}

/** @throws UsageError unless one target is at the endpoint */
function theOne({ targets }: Run, endpoint: string): RunTarget {
  const [found, ...more] = targets.filter(({ target }) =>
    [target, ...target.accounts].some((place) => place.endpoint === endpoint),
  );
  if (found && more.length === 0) return found;
  throw new UsageError(
    found
      ? `The report is of ${endpoint}, and several targets have this endpoint. Choose one with --target.`
      : `The report is of ${endpoint}, which the configuration does not name. ` +
          "Name the configuration of that run with --config.",
  );
}
