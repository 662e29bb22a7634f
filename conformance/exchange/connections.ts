import type { Socket } from "node:net";
import { type buildConnector, Client, errors } from "undici";
import { connector, type Network } from "./network.ts";
import { MOST_HEADER_OCTETS } from "./response-limits.ts";

/** A pool of connections to one origin, which notices octets after the end of a response. */

/** Octets that arrive this soon after a response belong to it; later ones may be a 408 for an idle connection. */
const AFTERMATH_MS = 500;

/** An idle connection is not used again after this time. Servers close one after seconds, and we may notice late. */
const MOST_IDLE_MS = 1000;

/** A connection for one exchange at a time; it is reopened if the server closed it. */
export class Connection {
  readonly client: Client;
  #socket: Socket | null = null;
  #endedAt = 0;
  #strayed = false;

  /**
   * @param connect opens the connection
   * @param timeoutMs for the head and for the body; the caller limits the whole exchange
   */
  constructor(origin: string, connect: buildConnector.connector, timeoutMs: number) {
    this.client = new Client(origin, {
      pipelining: 1,
      maxHeaderSize: MOST_HEADER_OCTETS,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: (options, callback) =>
        connect(options, (...result) => {
          this.#watch(result[1]);
          callback(...result);
        }),
    });
  }

  #watch(socket: Socket | null): void {
    this.#socket = socket;
    socket?.once("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#strayed = isStray(socket.errored) && performance.now() - this.#endedAt < AFTERMATH_MS;
    });
  }

  /** Call this when a response is complete: later octets belong to no response. */
  ended(): void {
    this.#endedAt = performance.now();
  }

  /** True if the server may be about to close the connection: a request sent then would get no answer. */
  get isStale(): boolean {
    // Keeps a connection with octets after a response, because `strayed` has to report them.
    const hasStrayed = this.#strayed || isStray(this.#socket?.errored);
    return !hasStrayed && performance.now() - this.#endedAt > MOST_IDLE_MS;
  }

  /** Call this when an exchange failed: the error has already reported the state of the connection. */
  failed(): void {
    this.#socket = null;
    this.#strayed = false;
  }

  /**
   * Whether octets came after the end of the last response; true only once. They belong to no response, and the
   * connection cannot be used again (RFC 9112, section 9.2).
   */
  strayed(): boolean {
    const strayed = this.#strayed || isStray(this.#socket?.errored);
    this.#strayed = false;
    if (strayed) this.#socket = null;
    return strayed;
  }
}

/** A pool of connections to one origin. */
export class Connections {
  readonly #open: () => Connection;
  readonly #most: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];

  /** @param timeoutMs see `Connection` */
  constructor(origin: string, most: number, network: Network, timeoutMs: number) {
    const connect = connector(new URL(origin), network, timeoutMs);
    this.#open = () => new Connection(origin, connect, timeoutMs);
    this.#most = most;
  }

  async take(): Promise<Connection> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.isStale) return idle;
      this.#all.delete(idle);
      // Nothing is under way on it.
      void idle.client.destroy();
    }
    if (this.#all.size === this.#most) return new Promise((resolve) => this.#waiting.push(resolve));
    const connection = this.#open();
    this.#all.add(connection);
    return connection;
  }

  give(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ client }) => client.destroy()));
  }
}

/** Whether undici closed a connection because octets came when no response was due. */
function isStray(error: Error | null | undefined): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  return error instanceof errors.SocketError && error.message === "bad response";
}
