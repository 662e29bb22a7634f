import { setTimeout } from "node:timers/promises";
import { Client } from "undici";
import { connector, DIRECT, type Network } from "../../exchange/network.ts";

/** The longest wait for one answer. */
const MOST_MS = 5000;

/** What nobody listening looks like, also where a name is not known yet. */
const NOBODY = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Asks whether a server is ready.
 * @param network how it is reached
 * @returns `ready` for an answer below 500; `nobody` where nothing listens, or a proxy says that nothing does (5xx);
 *   `busy` where something takes the connection and does not answer as a server that is ready does
 */
export async function probe(
  url: string,
  timeoutMs: number,
  network: Network = DIRECT,
): Promise<"ready" | "nobody" | "busy"> {
  const { origin, pathname, search } = new URL(url);
  const limitMs = Math.max(1, Math.ceil(Math.min(timeoutMs, MOST_MS)));
  const client = new Client(origin, { connect: connector(new URL(origin), network, limitMs) });
  try {
    const signal = AbortSignal.timeout(limitMs);
    const { statusCode, body } = await client.request({ method: "GET", path: pathname + search, signal });
    body.on("error", () => {}).destroy();
    return statusCode < 500 ? "ready" : "nobody";
  } catch (error) {
    return codesOf(error).some((code) => NOBODY.has(code)) ? "nobody" : "busy";
  } finally {
    await client.destroy();
  }
}

/** Between two looks at a server. */
const PAUSE_MS = 250;

interface Wait {
  mostMs: number;
  network: Network | undefined;
  signal: AbortSignal;
}

/**
 * Waits until something answers at a URL. Where nothing does in time, whoever asks next says so.
 * @throws AbortError
 */
export async function waitFor(url: string, { mostMs, network, signal }: Wait): Promise<void> {
  const end = performance.now() + mostMs;
  for (let left = mostMs; left > 0; left = end - performance.now()) {
    signal.throwIfAborted();
    if ((await probe(url, left, network)) === "ready") return;
    await setTimeout(Math.min(PAUSE_MS, Math.max(0, end - performance.now())), undefined, { signal });
  }
}

/** A name with several addresses fails with an error for each. */
function codesOf(error: unknown): string[] {
  const { code, errors = [] } = error as { code?: string; errors?: { code?: string }[] };
  return [code, ...errors.map((one) => one.code)].filter((one) => one !== undefined);
}
