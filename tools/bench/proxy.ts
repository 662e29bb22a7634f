import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line between clients and a server on this machine. */
export interface Proxy {
  port: number;
  close(): void;
}

/**
 * Puts a long line before a server: what goes either way arrives half a round trip later, in order, and a connection
 * takes a round trip to be made, as that of TCP does. Nothing is read or changed.
 * @param target port of the server, on this machine
 * @param roundTripMs 0 passes everything on at once
 */
export async function startProxy(target: number, roundTripMs: number): Promise<Proxy> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const origin = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, origin]) {
      // Small pieces are not to be held back on top of everything else.
      socket.setNoDelay(true);
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
    const made = performance.now() + roundTripMs;
    carry(client, origin, roundTripMs / 2, made);
    carry(origin, client, roundTripMs / 2, made);
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

/** @param made when the connection is made: before that moment nothing sets out */
function carry(from: Socket, to: Socket, delayMs: number, made: number): void {
  const later = inOrder(delayMs, made);
  from.on("data", (octets) => later(() => to.write(octets)));
  from.on("end", () => later(() => to.end()));
  // What became of it shows when it closes.
  from.on("error", () => {});
  from.on("close", (failed) => later(() => (failed ? to.destroy() : to.end())));
}

/** Does everything a while later, and in its order: timers of different lengths would overtake each other. */
function inOrder(delayMs: number, made: number): (act: () => void) => void {
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
    const due = Math.max(performance.now(), made) + delayMs;
    queue.push({ due, act });
    if (queue.length === 1) work();
  };
}
