import type { ServerCommand } from "../runner/server/server-command.ts";
import { located } from "./location.ts";
import type { Parts } from "./make-target.ts";
import { defaultOf } from "./schema-keys.ts";
import { validateUrl } from "./validate-target.ts";

/**
 * The command that starts the server of a target.
 * @returns null where there is none, or where the endpoint comes from elsewhere and so means another server
 * @throws UsageError
 */
export function readServer({ config, given, at }: Parts): ServerCommand | null {
  const { server, endpoint } = config;
  if (server === undefined) return null;
  const isElsewhere = given !== undefined && endpoint !== undefined && given !== endpoint;
  if (isElsewhere) return null;
  const { command, readyUrl, env = {}, cwd = null } = server;
  const { timeoutSeconds = defaultOf<number>("server", "timeoutSeconds") } = server;
  located(
    () => at("server", "readyUrl"),
    () => validateUrl("it", readyUrl),
  );
  return {
    // The schema asks for a program at least.
    command: command as [string, ...string[]],
    readyUrl,
    timeoutMs: Math.round(timeoutSeconds * 1000),
    env,
    cwd,
  };
}
