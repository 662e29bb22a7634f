import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { errors, Pool } from "undici";
import type { HeaderList } from "../report/model.ts";

/** A request as it goes over the wire: nothing in it is normalised, merged or completed, save Host and framing. */
export interface WireRequest {
  method: string;
  /** The raw request target: path and query. */
  target: string;
  headers: HeaderList;
  body: Uint8Array | null;
}

export interface WireResponse {
  status: number;
  headers: HeaderList;
  /** After removal of a content coding. */
  body: Uint8Array;
}

/** No usable response came: the message says why, in words for the person who runs the suite. */
export class NoResponse extends Error {}

export interface WireLimits {
  /** For the whole exchange, from the first octet sent to the last received. */
  timeoutMs: number;
  /** Octets of a response body, before and after removal of a content coding. */
  maxBytes: number;
}

/** A connection pool to one origin. Redirects are not followed, nothing is retried. */
export class Wire {
  readonly #pool: Pool;
  readonly #limits: WireLimits;

  constructor(origin: string, connections: number, limits: WireLimits) {
    this.#limits = limits;
    this.#pool = new Pool(origin, {
      connections,
      pipelining: 1,
      connectTimeout: limits.timeoutMs,
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
    });
  }

  /**
   * Sends a request and reads its response whole.
   * @throws NoResponse when none came, or not in time, or it was larger than allowed
   */
  async send(request: WireRequest): Promise<WireResponse> {
    const signal = AbortSignal.timeout(this.#limits.timeoutMs);
    try {
      const response = await this.#pool.request({
        method: request.method as "GET",
        path: request.target,
        headers: request.headers.flat(),
        body: request.body === null ? null : Buffer.from(request.body),
        signal,
        responseHeaders: "raw",
      });
      const headers = pairs(response.headers as unknown as (string | Buffer)[]);
      const body = await this.#read(response.body).catch((error) => {
        // A 304 may have the Content-Length of the 200 (RFC 9110, section 8.6); undici waits for that many octets.
        if (response.statusCode === 304 && error instanceof errors.ResponseContentLengthMismatchError) {
          return new Uint8Array();
        }
        throw error;
      });
      return { status: response.statusCode, headers, body: this.#decode(headers, body) };
    } catch (error) {
      throw error instanceof NoResponse ? error : new NoResponse(explain(error, this.#limits.timeoutMs));
    }
  }

  async #read(stream: AsyncIterable<Uint8Array> & { destroy(): void }): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > this.#limits.maxBytes) {
        stream.destroy();
        throw new NoResponse(`the response body exceeds ${this.#limits.maxBytes} octets`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #decode(headers: HeaderList, body: Uint8Array): Uint8Array {
    const coding = headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1].toLowerCase();
    const decoder = coding ? DECODERS[coding] : undefined;
    if (!decoder || body.length === 0) return body;
    try {
      return decoder(body, { maxOutputLength: this.#limits.maxBytes });
    } catch (error) {
      throw new NoResponse(`the ${coding} body cannot be decoded: ${(error as Error).message}`);
    }
  }

  /** Closes all connections, whatever is under way on them. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

const DECODERS: Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Uint8Array> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

function pairs(flat: (string | Buffer)[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < flat.length; index += 2)
    list.push([String(flat[index]), String(flat[index + 1])]);
  return list;
}

function explain(error: unknown, timeoutMs: number): string {
  const { name, message, code } = error as Error & { code?: string };
  const late =
    name === "TimeoutError" ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError;
  if (late) return `no complete response within ${timeoutMs / 1000} s`;
  if (code === "ECONNREFUSED") return "connection refused";
  return message || code || name;
}
