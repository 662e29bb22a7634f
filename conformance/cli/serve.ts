import { once } from "node:events";
import { publicToken } from "../reference/authenticate.ts";
import { startReference } from "../reference/server.ts";
import { UsageError } from "./exit.ts";

export interface ServeOptions {
  port: number;
  host: string;
  /** File that keeps the data; in memory where absent. */
  data?: string;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * `sync2 serve`: runs the reference server until it is interrupted.
 * @throws UsageError when it cannot be started so
 */
export async function serve({ port, host, data }: ServeOptions): Promise<void> {
  const template = process.env.SYNC2_TOKEN || undefined;
  if (!LOOPBACK.has(host) && template === undefined) {
    throw new UsageError(
      `--host ${host}: others could reach the server with its public tokens. Set SYNC2_TOKEN, e.g. 'a-secret-{account}'.`,
    );
  }
  const token = template ? (account: string) => template.replaceAll("{account}", account) : publicToken;
  const server = await startReference({ port, host, data, token }).catch((error: Error) => {
    throw new UsageError(`The server cannot be started: ${error.message}`);
  });
  const secret = template
    ? "as in SYNC2_TOKEN"
    : `${publicToken("{account}")}  (a public value for development)`;
  const hint = template ? "" : `SYNC2_TOKEN='${publicToken("{account}")}' `;
  process.stdout.write(
    `Endpoint  ${server.endpoint}\nToken     ${secret}\nData      ${data ?? "in memory"}\n`,
  );
  process.stdout.write(`Check it  ${hint}npx sync2 check '${server.endpoint}'\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
}
