/** A client that records what it sends and receives as a HAR file. */
import type { HeaderList } from "../../results/report-model.ts";

/** An entry of a HAR file, as tests change it. */
export interface Entry {
  request: { method: string; url: string; headers: Pair[]; postData?: { mimeType: string; text: string } };
  response: { status: number; headers: Pair[]; content: Content; bodySize: number };
  [key: string]: unknown;
}

export interface Pair {
  name: string;
  value: string;
}

interface Content {
  size: number;
  mimeType: string;
  text?: string;
  encoding?: string;
  compression?: number;
  comment?: string;
}

/** Any other client: it talks through `fetch` and writes down what it sees, as the developer tools of a browser do. */
export class Client {
  readonly entries: Entry[] = [];
  readonly #endpoint: string;
  readonly #authorization: string;

  constructor(endpoint: string, authorization: string) {
    this.#endpoint = endpoint;
    this.#authorization = authorization;
  }

  async send(
    method: string,
    path: string,
    body: string | null = null,
    headers: HeaderList = [],
  ): Promise<Entry> {
    const url = this.#endpoint + path;
    const sent: HeaderList = [
      ["authorization", this.#authorization],
      ...(body === null ? [] : [["content-type", "application/json"] as HeaderList[number]]),
      ...headers,
    ];
    const response = await fetch(url, { method, headers: sent, body });
    const octets = Buffer.from(await response.arrayBuffer());
    const pseudo = [":authority", ":method", ":path", ":scheme"].map((name): HeaderList[number] => [
      name,
      "x",
    ]);
    const entry: Entry = {
      startedDateTime: "2026-01-01T00:00:00.000Z",
      time: 1,
      request: {
        method,
        url,
        headers: pairs([...pseudo, ...sent]),
        ...(body !== null && { postData: { mimeType: "application/json", text: body } }),
      },
      response: {
        status: response.status,
        headers: pairs([...response.headers]),
        content: {
          size: octets.length,
          mimeType: response.headers.get("content-type") ?? "x-unknown",
          ...(octets.length > 0 && { text: octets.toString() }),
        },
        bodySize: octets.length === 0 ? 0 : -1,
      },
      cache: {},
      timings: { send: 0, wait: 1, receive: 0 },
    };
    this.entries.push(entry);
    return entry;
  }
}

function pairs(headers: HeaderList): Pair[] {
  return headers.map(([name, value]) => ({ name, value }));
}

/** An entry that no test asked for, as the traffic of a browser is full of them. */
export function entry(
  method: string,
  url: string,
  status: number,
  headers: HeaderList = [],
  text = "",
): Entry {
  return {
    request: { method, url, headers: [] },
    response: {
      status,
      headers: pairs(headers),
      content: { size: text.length, mimeType: "text/html", ...(text !== "" && { text }) },
      bodySize: text.length,
    },
  };
}

/** The file. */
export function har(entries: readonly object[]): string {
  return JSON.stringify({ log: { version: "1.2", creator: { name: "a browser", version: "1" }, entries } });
}
