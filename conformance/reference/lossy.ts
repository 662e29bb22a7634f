import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Running, startReference } from "./server.ts";

/** What a line in front of a server loses. Requests are counted from 1. */
export interface Line {
  /** The share of requests whose connection is reset: half of them before the server sees the request. */
  resets?: number;
  /** Where the choice of those begins. */
  seed?: number;
  /** The requests that a front answers 502, and does not pass on. */
  badGateway?: (request: number, head: string) => boolean;
  /** After this request the server is away for as long, and begins again without its data. */
  restart?: { after: number; awayMs: number };
}

const BODY = "<html><body>Bad Gateway</body></html>";
const BAD_GATEWAY = `HTTP/1.1 502 Bad Gateway\r\nServer: front\r\nContent-Type: text/html\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

/** A reference server behind such a line. */
export interface Lossy extends Running {
  /** Requests so far, and how many of them went without an answer. */
  readonly seen: { requests: number; lost: number };
}

/** Starts the reference server behind a connection that loses answers: for tests of how the suite treats them. */
export async function startLossy(line: Line): Promise<Lossy> {
  const front = new Front(line, await startReference());
  const port = await front.listen();
  const at = (url: string) => url.replace(/(127\.0\.0\.1):\d+/, `$1:${port}`);
  const { endpoint, scenarios, hawk } = front.server;
  return {
    hawk,
    endpoint: at(endpoint),
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, target]) => [name, { ...target, endpoint: at(target.endpoint) }]),
    ) as Running["scenarios"],
    seen: front.seen,
    close: () => front.close(),
  };
}

class Front {
  server: Running;
  readonly seen = { requests: 0, lost: 0 };
  readonly #line: Line;
  readonly #random: () => number;
  readonly #open = new Set<Socket>();
  readonly #listener: Server;
  #restart: Promise<void> | null = null;
  #isAway = false;
  readonly #over = new AbortController();

  constructor(line: Line, server: Running) {
    this.server = server;
    this.#line = line;
    this.#random = randomFrom(line.seed ?? 1);
    this.#listener = createServer((client) => this.#accept(client));
  }

  async listen(port = 0): Promise<number> {
    this.#listener.listen(port, "127.0.0.1");
    await once(this.#listener, "listening");
    return (this.#listener.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#restart;
    this.#listener.close();
    for (const socket of this.#open) socket.destroy();
    if (!this.#isAway) await this.server.close();
  }

  #accept(client: Socket): void {
    const backend = connect(
      Number(new URL(this.server.endpoint.replace("{account}", "a")).port),
      "127.0.0.1",
    );
    const end = (reset: boolean) => {
      if (reset) client.resetAndDestroy();
      else client.destroy();
      backend.destroy();
    };
    for (const socket of [client, backend]) {
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
      socket.on("error", () => end(true));
    }
    // One request at a time: what a client sends after an answer begins the next one.
    let isAnswered = true;
    let isLost = false;
    client.on("data", (octets) => {
      if (isAnswered) {
        isAnswered = false;
        const fate = this.#fateOf(octets.toString("latin1"));
        if (fate === "reset") return end(true);
        if (fate === "badGateway") {
          backend.destroy();
          return void client.end(BAD_GATEWAY);
        }
        isLost = fate === "lost";
      }
      backend.write(octets);
    });
    backend.on("data", (octets) => {
      if (isLost) return end(true);
      isAnswered = true;
      client.write(octets);
    });
    client.on("end", () => backend.end());
    backend.on("end", () => client.end());
  }

  #fateOf(head: string): "kept" | "reset" | "lost" | "badGateway" {
    const { resets = 0, badGateway, restart } = this.#line;
    this.seen.requests += 1;
    const isReset = this.#random() < resets;
    if (restart && this.seen.requests === restart.after) {
      this.#restart = this.#begin(restart.awayMs);
      return "reset";
    }
    if (badGateway?.(this.seen.requests, head)) {
      this.seen.lost += 1;
      return "badGateway";
    }
    if (!isReset) return "kept";
    this.seen.lost += 1;
    return this.#random() < 0.5 ? "reset" : "lost";
  }

  /** Ends the server, and begins it again at the same place after a while. */
  async #begin(awayMs: number): Promise<void> {
    const { port } = this.#listener.address() as AddressInfo;
    const closed = once(this.#listener, "close");
    this.#listener.close();
    for (const socket of this.#open) socket.resetAndDestroy();
    await Promise.all([closed, this.server.close()]);
    this.#isAway = true;
    const { signal } = this.#over;
    await sleep(awayMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    this.server = await startReference();
    this.#isAway = false;
    await this.listen(port);
  }
}

/** Numbers from 0 to 1, the same ones from the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
