import type { Socket } from "node:net";
import { type buildConnector, Client, errors } from "undici";
import { MOST_HEADER_OCTETS } from "./bounds.ts";
import { connector, type Network } from "./network.ts";

/** Octets that come this soon after a response belong to it, and are no farewell to an idle connection (408). */
const AFTERMATH_MS = 500;

/** Servers keep an idle connection open for seconds; a machine that is busy notices late that one was closed. */
const MOST_IDLE_MS = 1000;

/** A connection for one exchange at a time, reopened whenever the server closed it. */
export class Connection {
  readonly client: Client;
  #socket: Socket | null = null;
  #endedAt = 0;
  #strayed = false;

  /**
   * @param connect opens it
   * @param timeoutMs for each step; the exchange as a whole has a limit of its own
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

  /** Takes note that a response is complete: whatever still comes is none. */
  ended(): void {
    this.#endedAt = performance.now();
  }

  /** True where the server may be about to close it: a request that meets the end of a connection has no answer. */
  get isStale(): boolean {
    // One on which something strayed is kept for what that shows.
    const hasStrayed = this.#strayed || isStray(this.#socket?.errored);
    return !hasStrayed && performance.now() - this.#endedAt > MOST_IDLE_MS;
  }

  /** Takes note that an exchange failed, and that what became of its connection is known by that. */
  failed(): void {
    this.#socket = null;
    this.#strayed = false;
  }

  /**
   * Says, once, whether octets came after the end of the last response (RFC 9112, section 9.2: they are none, and the
   * connection is of no use any more).
   */
  strayed(): boolean {
    const strayed = this.#strayed || isStray(this.#socket?.errored);
    this.#strayed = false;
    if (strayed) this.#socket = null;
    return strayed;
  }
}

/** Lends connections to one origin, waiting where all of them are in use. */
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

/** So undici closes a connection on which something comes while no response is due. */
function isStray(error: Error | null | undefined): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  return error instanceof errors.SocketError && error.message === "bad response";
}
