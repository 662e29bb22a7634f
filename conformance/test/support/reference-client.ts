/** A client of the reference server, and a clock that moves when a test says so. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Running, startReference } from "../../reference/server.ts";

/** An answer, its body parsed. */
export interface Answer {
  status: number;
  headers: Headers;
  /** null where there is no `X-Last-Modified-Version`. */
  version: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects
  body: any;
}

interface Given {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

/** A client of one account, which is another one in every test that names it so. */
export class Client {
  #endpoint = "";
  #account = "";

  constructor(at: Pick<Running, "endpoint"> | null = null, account = "") {
    if (at) this.become(at, account);
  }

  /** From now on a client of this account. */
  become({ endpoint }: Pick<Running, "endpoint">, account: string): void {
    this.#endpoint = endpoint.replace("{account}", account);
    this.#account = account;
  }

  /** @param path below the endpoint URL */
  async send(method: string, path: string, { headers = {}, json }: Given = {}): Promise<Answer> {
    const response = await fetch(this.#endpoint + path, {
      method,
      headers: {
        Authorization: `Bearer reference-${this.#account}`,
        ...(json !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const version = response.headers.get("X-Last-Modified-Version");
    return {
      status: response.status,
      headers: response.headers,
      version: version === null ? null : Number(version),
      body: response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : text,
    };
  }

  put(path: string, payload = "p", headers: Record<string, string> = {}): Promise<Answer> {
    return this.send("PUT", path, { json: { payload }, headers });
  }

  /** Begins a session and gives its id, as the header field that carries it. */
  async begin(...scope: string[]): Promise<{ id: string; within: { "X-Weave-Session": string } }> {
    const { body } = await this.send("POST", "/sessions", { json: scope.length > 0 ? { scope } : {} });
    return { id: body.id, within: { "X-Weave-Session": body.id } };
  }

  /** Paths and versions of the collections. */
  async collections(): Promise<Record<string, number>> {
    return (await this.send("GET", "/info/collections")).body;
  }
}

/** A clock that moves only when a test says so, so that no test depends on how long it takes. */
export class ManualClock {
  #now = Date.now();

  /** Milliseconds since the epoch. */
  readonly now = () => this.#now;

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/**
 * A client with an account of its own in each test of a file, on a reference server that the file shares.
 * @param at where the accounts are
 */
export function freshClient(at: (server: Running) => Pick<Running, "endpoint"> = (server) => server): {
  client: Client;
  clock: ManualClock;
  serving: () => Running;
} {
  const client = new Client();
  const clock = new ManualClock();
  let server: Running;
  let accounts = 0;
  beforeAll(async () => {
    server = await startReference({ clock: clock.now });
  });
  afterAll(() => server.close());
  beforeEach(() => client.become(at(server), `fresh-${++accounts}`));
  return { client, clock, serving: () => server };
}
