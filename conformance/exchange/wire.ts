import { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { errors } from "undici";
import { withoutSpace } from "../contract/message.ts";
import type { HeaderList } from "../results/report-model.ts";
import { type Connection, Connections } from "./connections.ts";
import { FrontDetector } from "./front-detector.ts";
import { GrowingBuffer } from "./growing-buffer.ts";
import { DIRECT, type Network } from "./network.ts";
import { explainFailure, NoResponse, overLimit } from "./no-response.ts";
import { MOST_FIELDS } from "./response-limits.ts";

/** Sends raw HTTP requests to one origin and reads the responses, within limits of time and size. */

/** A request, sent exactly as it is: the client adds only Host and the framing of the body. */
export interface WireRequest {
  method: string;
  /** The raw request target: path and query. */
  target: string;
  /** With `Transfer-Encoding: chunked` among them, the body is sent in several chunks. */
  headers: HeaderList;
  body: Uint8Array | null;
  /** For a chunked body: the second chunk is sent when this promise settles. */
  rest?: Promise<unknown>;
}

export interface WireResponse {
  status: number;
  headers: HeaderList;
  /** After removal of a content coding. */
  body: Uint8Array;
}

export interface WireLimits {
  /** For the whole exchange, from the first octet sent to the last received. */
  timeoutMs: number;
  /** Octets of a response body, before and after removal of a content coding. */
  maxBytes: number;
}

/** Most octets of all concurrent responses, as a multiple of the limit for one. */
const ALL_CONCURRENT = 2;
/** A body is large if it exceeds this part of the limit for one. */
const LARGE = 1 / 32;
/** Most octets of all large bodies of a run, as a multiple of the limit for one: reading each one takes seconds. */
const ALL_LARGE = 32;
/** Longest chunk of a request body, in octets. */
const LONGEST_CHUNK = 65_537;

/** Sends requests to one origin. It follows no redirect and retries nothing. */
export class Wire {
  /** Distinguishes answers of the server from those of a front. */
  readonly frontDetector = new FrontDetector();
  readonly network: Network;
  readonly #connections: Connections;
  readonly #limits: WireLimits;
  /** Octets of the responses that are being read. */
  #concurrent = 0;
  /** Octets of the large bodies so far. */
  #large = 0;

  constructor(origin: string, connections: number, limits: WireLimits, network: Network = DIRECT) {
    this.#limits = limits;
    this.network = network;
    this.#connections = new Connections(origin, connections, network, limits.timeoutMs);
  }

  /**
   * Sends a request and reads its whole response.
   * @throws NoResponse if no response came in time, or if it was too large or went on after its end
   */
  async send(request: WireRequest): Promise<WireResponse> {
    const connection = await this.#connections.take();
    try {
      if (connection.strayed()) throw new NoResponse(`${STRAYS} before this one`);
      const response = await this.#exchange(request, connection);
      connection.ended();
      if (connection.strayed()) throw new NoResponse(STRAYS);
      return response;
    } catch (error) {
      connection.failed();
      throw error instanceof NoResponse ? error : explainFailure(error, this.#limits.timeoutMs);
    } finally {
      this.#connections.give(connection);
    }
  }

  async #exchange(request: WireRequest, { client }: Connection): Promise<WireResponse> {
    const response = await client.request({
      method: request.method as "GET",
      path: request.target,
      ...framed(request),
      signal: AbortSignal.timeout(this.#limits.timeoutMs),
      responseHeaders: "raw",
    });
    const headers = pairs(response.headers as unknown as (string | Buffer)[]);
    const body = await this.#read(response.body).catch((error) => {
      // A 304 may have the Content-Length of the 200 (RFC 9110, section 8.6), but undici then expects that many octets.
      if (response.statusCode === 304 && error instanceof errors.ResponseContentLengthMismatchError) {
        return new Uint8Array();
      }
      throw error;
    });
    if (headers.length > MOST_FIELDS) {
      throw overLimit(`the response has ${headers.length} header fields, more than ${MOST_FIELDS}`);
    }
    return { status: response.statusCode, headers, body: this.#decode(headers, body) };
  }

  async #read(stream: AsyncIterable<Uint8Array> & { destroy(): void }): Promise<Uint8Array> {
    const { maxBytes } = this.#limits;
    const body = new GrowingBuffer();
    try {
      for await (const chunk of stream) {
        body.add(chunk);
        this.#concurrent += chunk.length;
        if (body.length > maxBytes * LARGE && this.#large > maxBytes * ALL_LARGE) {
          throw overLimit(`the large bodies of this run exceed ${maxBytes * ALL_LARGE} octets together`);
        }
        if (body.length > maxBytes) throw overLimit(`the response body exceeds ${maxBytes} octets`);
        if (this.#concurrent > maxBytes * ALL_CONCURRENT) {
          throw overLimit(
            `the response bodies under way exceed ${maxBytes * ALL_CONCURRENT} octets together`,
          );
        }
      }
      return body.octets;
    } finally {
      if (body.length > maxBytes * LARGE) this.#large += body.length;
      this.#concurrent -= body.length;
      stream.destroy();
    }
  }

  #decode(headers: HeaderList, body: Uint8Array): Uint8Array {
    const coding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1].toLowerCase();
    const decoder = coding && Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (!decoder || body.length === 0) return body;
    const { maxBytes } = this.#limits;
    // The limits also count decoded octets, because a kilobyte may become a megabyte.
    const isSpent = this.#large > maxBytes * ALL_LARGE;
    try {
      const decoded = decoder(body, { maxOutputLength: isSpent ? maxBytes * LARGE : maxBytes });
      if (decoded.length > maxBytes * LARGE) this.#large += decoded.length;
      return decoded;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
        if (isSpent)
          throw overLimit(`the large bodies of this run exceed ${maxBytes * ALL_LARGE} octets together`);
        this.#large += maxBytes;
        throw overLimit(`the ${coding} body cannot be decoded: it exceeds ${maxBytes} octets`);
      }
      throw new NoResponse(`the ${coding} body cannot be decoded: ${(error as Error).message}`);
    }
  }

  /** Closes all connections, even during an exchange. */
  async close(): Promise<void> {
    await this.#connections.close();
  }
}

interface FramedRequest {
  headers: string[];
  body: Readable | Uint8Array | null;
}

/** Header fields and body as undici takes them: it writes `Transfer-Encoding` itself, for a body of unknown length. */
function framed({ headers, body, rest }: WireRequest): FramedRequest {
  const others = headers.filter(([name]) => name.toLowerCase() !== "transfer-encoding");
  if (others.length === headers.length) return { headers: headers.flat(), body };
  return { headers: others.flat(), body: Readable.from(chunksOf(body ?? new Uint8Array(), rest)) };
}

/** Splits a body into chunks. Even a short body has three, so that a character or a name may be cut in two. */
async function* chunksOf(body: Uint8Array, rest?: Promise<unknown>): AsyncGenerator<Uint8Array> {
  const size = Math.min(Math.max(1, Math.ceil(body.length / 3)), LONGEST_CHUNK);
  for (let start = 0; start < body.length; start += size) {
    if (start === size) await rest;
    yield body.subarray(start, start + size);
  }
}

const STRAYS = "octets followed the end of the response";

const DECODERS: Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Uint8Array> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

function pairs(flat: (string | Buffer)[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < flat.length; index += 2)
    list.push([String(flat[index]), withoutSpace(String(flat[index + 1]))]);
  return list;
}
