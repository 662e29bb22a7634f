import { decodeUtf8, mediaType, parseJson } from "../contract/message.ts";
import type { Exchange, HeaderList } from "../results/model.ts";
import type { WireResponse } from "./wire.ts";

/** Characters of a request that a verdict shows. */
const MOST_ASKED = 90;

/** What came back for one request, as a check reads it. `T` is the JSON body of a success. */
export class Answer<T = unknown> {
  /** The record of the exchange for the report. */
  readonly exchange: Exchange;
  /** What was asked, below the endpoint URL, e.g. `GET /storage/c/a`. */
  readonly asked: string;
  /** True for a refusal for the moment that was waited out in vain, or asked for too long a wait. */
  deferred = false;
  /** The name of the front whose answer this looks like; null where it looks like the server's. */
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

  /** The value of a header field, several lines joined as RFC 9110, section 5.3 has it; undefined when absent. */
  header(name: string): string | undefined {
    const wanted = name.toLowerCase();
    const found = this.headers.filter(([key]) => key.toLowerCase() === wanted);
    return found.length === 0 ? undefined : found.map(([, value]) => value).join(", ");
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

  /** The body as JSON; undefined when it is not. Typed as a success is; a check looks at the status first. */
  get json(): T | undefined {
    return parseJson(this.body) as T | undefined;
  }

  /** The `code` of a problem (RFC 9457); undefined when there is none. */
  get code(): string | undefined {
    const problem = this.json as { code?: unknown } | null | undefined;
    return typeof problem?.code === "string" ? problem.code : undefined;
  }
}
