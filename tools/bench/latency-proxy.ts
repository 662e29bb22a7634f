import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy that makes round trips to a server slower. */

/** A running proxy in front of a server on this machine. */
export interface Proxy {
  port: number;
  close(): void;
}

/**
 * Starts a proxy with latency: octets in either direction arrive half a round trip later, in order. A new connection
 * takes a round trip, as in TCP. The proxy reads and changes nothing.
 * @param target the port of the server, on this machine
 * @param roundTripMs 0 forwards everything at once
 */
export async function startProxy(target: number, roundTripMs: number): Promise<Proxy> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const origin = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, origin]) {
      // TCP would hold back small segments, and so add a delay of its own.
      socket.setNoDelay(true);
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
    const connectedAt = performance.now() + roundTripMs;
    carry(client, origin, roundTripMs / 2, connectedAt);
    carry(origin, client, roundTripMs / 2, connectedAt);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/**
 * Forwards the octets of one socket to another, with a delay.
 * @param connectedAt when the connection is established: nothing is sent before
 */
function carry(from: Socket, to: Socket, delayMs: number, connectedAt: number): void {
  const later = inOrder(delayMs, connectedAt);
  from.on("data", (octets) => later(() => to.write(octets)));
  from.on("end", () => later(() => to.end()));
  // A "close" event follows, which is handled below.
  from.on("error", () => {});
  from.on("close", (failed) => later(() => (failed ? to.destroy() : to.end())));
}

/** Delays actions and keeps their order: single timers of different lengths could overtake each other. */
function inOrder(delayMs: number, connectedAt: number): (act: () => void) => void {
  const queue: { due: number; act: () => void }[] = [];
  const work = () => {
    for (let next = queue[0]; next && next.due <= performance.now(); next = queue[0]) {
      queue.shift();
      next.act();
    }
    const [next] = queue;
    if (next) setTimeout(work, Math.max(1, Math.ceil(next.due - performance.now())));
  };
  return (act) => {
    const due = Math.max(performance.now(), connectedAt) + delayMs;
    queue.push({ due, act });
    if (queue.length === 1) work();
  };
}
