/** Starts the reference server behind a front that loses answers, for tests of the suite. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "./seeded-random.ts";
import { type Running, startReference } from "./server.ts";

/** The faults of the front. Requests are counted from 1. */
export interface LineFaults {
  /** Share of requests whose connection is reset, half of them before the server sees the request. */
  resets?: number;
  /** Seed of the random choice of those requests. */
  seed?: number;
  /** Selects the requests that the front answers 502 and does not forward. */
  badGateway?: (request: number, head: string) => boolean;
  /** After this request, the server is away for a while, and restarts without its data. */
  restart?: { after: number; awayMs: number };
}

const BODY = "<html><body>Bad Gateway</body></html>";
const BAD_GATEWAY = `HTTP/1.1 502 Bad Gateway\r\nServer: front\r\nContent-Type: text/html\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

/** A reference server behind a lossy front. */
export interface LossyReference extends Running {
  /** Number of requests so far, and of those without an answer. */
  readonly seen: { requests: number; lost: number };
}

/** Starts the reference server behind a lossy front. */
export async function startBehindLossyFront(line: LineFaults): Promise<LossyReference> {
  const front = new LossyFront(line, await startReference());
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

class LossyFront {
  server: Running;
  readonly seen = { requests: 0, lost: 0 };
  readonly #line: LineFaults;
  readonly #random: () => number;
  readonly #open = new Set<Socket>();
  readonly #listener: Server;
  #restart: Promise<void> | null = null;
  #isAway = false;
  readonly #over = new AbortController();

  constructor(line: LineFaults, server: Running) {
    this.server = server;
    this.#line = line;
    this.#random = random(line.seed ?? 1);
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
    // A connection carries one request at a time: data after an answer begins the next request.
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

  /** Stops the server, and restarts it after a while at the same port. */
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
