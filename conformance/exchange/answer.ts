import { decodeUtf8, mediaType, parseJson } from "../contract/message.ts";
import type { Exchange, HeaderList } from "../results/report-model.ts";
import type { WireResponse } from "./wire.ts";

/** Characters of a request that a message shows. */
const MOST_ASKED = 90;

/** The answer to one request, as a check reads it. `T` is the type of the JSON body of a success. */
export class Answer<T = unknown> {
  /** The record of the exchange for the report. */
  readonly exchange: Exchange;
  /** The request, for messages, such as `GET /storage/c/a`. */
  readonly asked: string;
  /** True for a temporary refusal that lasted through all retries, or that asks for too long a pause. */
  deferred = false;
  /** The name of the front that seems to have made this answer; null if the server made it. */
  readonly front: string | null;
  readonly #response: WireResponse | null;

  constructor(exchange: Exchange, asked: string, response: WireResponse | null, front: string | null = null) {
    this.exchange = exchange;
    this.front = front;
    this.asked = asked.length > MOST_ASKED ? `${asked.slice(0, MOST_ASKED)}…` : asked;
    this.#response = response;
  }

  /** The status code; 0 when no response came. */
  get status(): number {
    return this.#response?.status ?? 0;
  }

  /** True for a 2xx. */
  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get headers(): HeaderList {
    return this.#response?.headers ?? [];
  }

  /** The value of a header field; several lines are joined by commas (RFC 9110, section 5.3). Undefined if absent. */
  header(name: string): string | undefined {
    const wanted = name.toLowerCase();
    const lines = this.headers.filter(([key]) => key.toLowerCase() === wanted);
    return lines.length === 0 ? undefined : lines.map(([, value]) => value).join(", ");
  }

  /** A header field of decimal digits as a number; undefined when absent or anything else. */
  integer(name: string): number | undefined {
    const text = this.header(name);
    return text !== undefined && /^[0-9]{1,16}$/.test(text) ? Number(text) : undefined;
  }

  /** The media type without parameters, in lower case; empty when absent. */
  get type(): string {
    return mediaType(this.headers);
  }

  get body(): Uint8Array {
    return this.#response?.body ?? new Uint8Array();
  }

  /** The body as text; undefined when it is not UTF-8. */
  get text(): string | undefined {
    return decodeUtf8(this.body);
  }

  /** The body as JSON; undefined if it is not JSON. It has the type of a success, so check the status first. */
  get json(): T | undefined {
    return parseJson(this.body) as T | undefined;
  }

  /** The `code` of a problem (RFC 9457); undefined when there is none. */
  get code(): string | undefined {
    const problem = this.json as { code?: unknown } | null | undefined;
    return typeof problem?.code === "string" ? problem.code : undefined;
  }
}
