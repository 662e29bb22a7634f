import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 100;

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

/** Waits until something listens there. */
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
 * Waits until a server went away and came back. A connection that stays open tells at once when it goes; one that the
 * server merely closed for want of use is opened again.
 * @throws AbortError
 */
export async function restarted(address: Address, signal: AbortSignal): Promise<void> {
  for (;;) {
    const socket = await open(address);
    if (!socket) return listening(address, signal);
    try {
      await closed(socket, signal);
    } finally {
      socket.destroy();
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
