import type { Running } from "../../reference/server.ts";

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
  readonly #endpoint: string;
  readonly #account: string;

  constructor({ endpoint }: Pick<Running, "endpoint">, account: string) {
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
