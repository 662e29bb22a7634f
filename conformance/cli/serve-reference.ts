/** Serves the reference server until a signal ends it. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";

import { publicToken } from "../reference/authenticate.ts";
import { configurationFor } from "../reference/check-configuration.ts";
import { type Running, startReference } from "../reference/server.ts";
import { isWithoutSqlite } from "../reference/sqlite/driver.ts";
import { Unusable, UsageError } from "../results/errors.ts";
import type { Shell } from "./shell.ts";

export interface ServeOptions {
  port: number;
  host: string;
  /** File that keeps the data; in memory where absent. */
  data?: string;
  /** File to write a configuration for `sync2 check` to. */
  writeConfig?: string;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * `sync2 serve`: runs the reference server until it is interrupted.
 * @throws UsageError when it cannot start with these options
 * @throws Unusable where this machine has no SQLite for it
 */
export async function serve(options: ServeOptions, { env, stdout }: Shell): Promise<void> {
  const { port, host, data, writeConfig } = options;
  const template = env.SYNC2_TOKEN || undefined;
  if (!LOOPBACK.has(host) && template === undefined) {
    throw new UsageError(
      `--host ${host}: others could reach the server with its public tokens. Set SYNC2_TOKEN, e.g. 'a-secret-{account}'.`,
    );
  }
  const secret = template && { token: (account: string) => template.replaceAll("{account}", account) };
  const server = await startReference({ port, host, data, ...secret }).catch((error: Error) => {
    if (isWithoutSqlite(error)) throw new Unusable(error.message);
    throw new UsageError(`The server cannot be started: ${error.message}`);
  });
  const interrupted = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  try {
    if (writeConfig !== undefined)
      write(writeConfig, configurationFor(server, { secret: template !== undefined }));
    stdout.write(introduce(server, options, template !== undefined));
    await interrupted;
  } finally {
    await server.close();
  }
}

/** The message when the server is running, without a token from the environment. */
function introduce({ endpoint, hawk }: Running, options: Partial<ServeOptions>, secret: boolean): string {
  const { data = "in memory", writeConfig } = options;
  const shown = publicToken("{account}");
  const needsToken = secret ? "  (SYNC2_TOKEN has to be set)" : "";
  const hint =
    writeConfig === undefined
      ? `${secret ? "" : `SYNC2_TOKEN='${shown}' `}npx sync2-protocol check '${endpoint}'`
      : `npx sync2-protocol check --config '${writeConfig}'${needsToken}`;
  return [
    `Endpoint  ${endpoint}`,
    `Token     ${secret ? "as in SYNC2_TOKEN" : `${shown}  (a public value for development)`}`,
    `Hawk      id ${hawk.id}, key ${secret ? "as in SYNC2_TOKEN" : hawk.key}`,
    `Data      ${data}`,
    `Check it  ${hint}`,
    "",
  ].join("\n");
}

function write(file: string, configuration: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`--write-config ${file}: ${(error as Error).message}`);
  }
}
