import autocannon from "autocannon";
import { publicToken } from "../../conformance/reference/authenticate.ts";
import type { ServerAt } from "./child-processes.ts";

/** Puts a server under load with autocannon. */

/** A request that is sent repeatedly. */
export interface LoadRequest {
  url: string;
  method: "GET" | "PUT" | "POST" | "DELETE";
  headers: Record<string, string>;
  body?: string | undefined;
  connections: number;
}

/** A request to an account of the reference server, with its token. */
export function loadOf(
  { endpoint }: ServerAt,
  account: string,
  { method, path, body }: { method: LoadRequest["method"]; path: string; body?: unknown },
): LoadRequest {
  return {
    url: endpoint.replace("{account}", account) + path,
    method,
    headers: {
      Authorization: `Bearer ${publicToken(account)}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    connections: 1,
  };
}

/**
 * Measures how many requests a server answers in a second, after one second of warm-up.
 * @throws Error if a request was refused or failed, because failing is faster than answering
 */
export async function requestsPerSecond(load: LoadRequest, seconds: number): Promise<number> {
  await autocannon({ ...load, duration: 1 });
  const { requests, non2xx, errors, duration } = await autocannon({ ...load, duration: seconds });
  if (non2xx + errors > 0) throw new Error(`${load.method}: ${non2xx} were refused, ${errors} failed`);
  return requests.total / duration;
}
