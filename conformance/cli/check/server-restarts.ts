/** Notices restarts of the server under test, for `--watch`. */
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 100;
/** Two durations count as the same if they differ by less than this part. */
const LIKE = 0.2;

/** Where a server listens. */
export interface Address {
  host: string;
  port: number;
}

/** Where the server of an endpoint URL listens. */
export function addressOf(endpoint: string): Address {
  const { hostname, port, protocol } = new URL(endpoint);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (protocol === "https:" ? 443 : 80),
  };
}

/** Waits until something listens at an address. */
export async function listening(address: Address, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const socket = await open(address);
    socket?.destroy();
    if (socket) return;
    await setTimeout(LOOK_EVERY_MS, undefined, { signal });
  }
}

/**
 * Notices restarts of a server: an open connection ends when the server does. A server may also close idle connections,
 * always after the same time; this counts as a restart only the first time.
 */
export class Restarts {
  readonly #address: Address;
  /** Durations of connections that ended although the server kept running. */
  readonly #idleMs: number[] = [];

  constructor(address: Address) {
    this.#address = address;
  }

  /**
   * Waits for the next restart, until the server is back.
   * @throws AbortError
   */
  async next(signal: AbortSignal): Promise<void> {
    for (;;) {
      const socket = await open(this.#address);
      if (!socket) return listening(this.#address, signal);
      const began = performance.now();
      await closed(socket, signal).finally(() => socket.destroy());
      const lasted = performance.now() - began;
      const connection = await open(this.#address);
      connection?.destroy();
      if (!connection) return listening(this.#address, signal);
      if (this.#idleMs.some((known) => Math.abs(known - lasted) < known * LIKE)) continue;
      // This could also be a very fast restart. One check too many does no harm.
      this.#idleMs.push(lasted);
      return;
    }
  }
}

/** @returns null where nothing listens */
function open({ host, port }: Address): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}

function closed(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on("error", () => {});
    socket.resume();
    socket.once("close", () => resolve());
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
  });
}
