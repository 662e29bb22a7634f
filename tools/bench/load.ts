import autocannon from "autocannon";
import { publicToken } from "../../conformance/reference/authenticate.ts";
import type { ServerAt } from "./children.ts";

/** A request that is sent again and again. */
export interface Load {
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
  { method, path, body }: { method: Load["method"]; path: string; body?: unknown },
): Load {
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
 * Puts a server under a load, after a moment to get warm.
 * @returns requests a second
 * @throws Error when one of them was not answered with a success: failing is fast
 */
export async function perSecond(load: Load, seconds: number): Promise<number> {
  await autocannon({ ...load, duration: 1 });
  const { requests, non2xx, errors, duration } = await autocannon({ ...load, duration: seconds });
  if (non2xx + errors > 0) throw new Error(`${load.method}: ${non2xx} were refused, ${errors} failed`);
  return requests.total / duration;
}
