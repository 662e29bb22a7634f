import { findOperation } from "../contract/match.ts";
import { findProblems } from "../contract/problems.ts";
import type { Exchange, HeaderList } from "../report/model.ts";
import { Answer } from "./answer.ts";
import { sendBare } from "./bare.ts";
import type { Redactor } from "./redact.ts";
import { type Input, RawBody, type Result } from "./typed.ts";
import { NoResponse, type Wire, type WireRequest, type WireResponse } from "./wire.ts";

export interface Options {
  /** Parameters to be encoded, or a raw query without its question mark. */
  query?: Record<string, string | number> | string;
  /** Header fields beside those that the request has anyway; a name may stand repeatedly. */
  headers?: HeaderList;
  /** `X-If-Modified-Since-Version`. */
  ifModified?: number | string;
  /** `X-If-Unmodified-Since-Version`. */
  ifUnmodified?: number | string;
  /** On a connection of its own, every octet after the head being taken for the body: see `sendBare`. */
  bare?: boolean;
  /** `Authorization`; null sends none. The account's own credentials where left out. */
  authorization?: string | null;
}

/** How an account is reached, and where the exchanges with it are kept. */
export interface AccountAccess {
  name: string;
  /** The endpoint URL of the account, without a last slash. */
  endpoint: URL;
  /** The value of `Authorization`. */
  authorization: string | null;
  wire: Wire;
  timeoutMs: number;
  redactor: Redactor;
}

/** One account of the server under test. Every exchange is recorded and passes the contract layer. */
export class Account {
  readonly name: string;
  /** The account's own `Authorization`. */
  readonly authorization: string | null;
  readonly #access: AccountAccess;
  readonly #record: (exchange: Exchange) => void;
  readonly #underWay = new Set<Promise<unknown>>();
  #retired = false;

  /** @param record is given each exchange once it is over, in the order of their ends */
  constructor(access: AccountAccess, record: (exchange: Exchange) => void) {
    this.name = access.name;
    this.authorization = access.authorization;
    this.#access = access;
    this.#record = record;
  }

  get<P extends string>(path: P, options: Options = {}): Promise<Answer<Result<P, "get">>> {
    return this.send("GET", path, null, options);
  }

  head(path: string, options: Options = {}): Promise<Answer> {
    return this.send("HEAD", path, null, options);
  }

  put<P extends string>(path: P, body: Input<P, "put"> | RawBody, options: Options = {}): Promise<Answer> {
    return this.send("PUT", path, toRaw(body), options);
  }

  post<P extends string>(
    path: P,
    body: Input<P, "post"> | RawBody,
    options: Options = {},
  ): Promise<Answer<Result<P, "post">>> {
    return this.send("POST", path, toRaw(body), options);
  }

  delete(path: string, options: Options = {}): Promise<Answer> {
    return this.send("DELETE", path, null, options);
  }

  /**
   * Sends any request below the endpoint URL.
   * @param path raw, sent as it is
   * @returns the answer, also when none came: its status is 0 then
   */
  async send<T>(
    method: string,
    path: string,
    body: RawBody | null,
    options: Options = {},
  ): Promise<Answer<T>> {
    if (this.#retired) throw new Error(`account ${this.name} was given back`);
    const answer = this.#exchange<T>(method, path, body, options);
    this.#underWay.add(answer);
    return answer.finally(() => this.#underWay.delete(answer));
  }

  /** Refuses every further request and waits for those under way: a check that was given up may still be at work. */
  async retire(): Promise<void> {
    this.#retired = true;
    await Promise.allSettled(this.#underWay);
  }

  async #exchange<T>(
    method: string,
    path: string,
    body: RawBody | null,
    options: Options,
  ): Promise<Answer<T>> {
    const request = this.#request(method, path, body, options);
    const startedAt = Date.now();
    const start = performance.now();
    let response: WireResponse | null = null;
    let error: string | null = null;
    try {
      const { wire, endpoint, timeoutMs } = this.#access;
      response = await (options.bare ? sendBare(endpoint, request, timeoutMs) : wire.send(request));
    } catch (failure) {
      if (!(failure instanceof NoResponse)) throw failure;
      error = failure.message;
    }
    const exchange = this.#transcript(request, path, response, error);
    exchange.startedAt = startedAt;
    exchange.durationMs = Math.round((performance.now() - start) * 10) / 10;
    this.#record(exchange);
    return new Answer<T>(exchange, `${method} ${path}${queryOf(options)}`, response);
  }

  #request(method: string, path: string, body: RawBody | null, options: Options): WireRequest {
    const headers: HeaderList = [];
    const authorization = options.authorization === undefined ? this.authorization : options.authorization;
    if (authorization !== null) headers.push(["Authorization", authorization]);
    if (options.ifModified !== undefined) {
      headers.push(["X-If-Modified-Since-Version", String(options.ifModified)]);
    }
    if (options.ifUnmodified !== undefined) {
      headers.push(["X-If-Unmodified-Since-Version", String(options.ifUnmodified)]);
    }
    if (body !== null && body.type !== null) headers.push(["Content-Type", body.type]);
    headers.push(...(options.headers ?? []));
    const base = this.#access.endpoint.pathname.replace(/\/$/, "");
    return { method, target: base + path + queryOf(options), headers, body: body?.bytes ?? null };
  }

  #transcript(
    request: WireRequest,
    path: string,
    response: WireResponse | null,
    error: string | null,
  ): Exchange {
    const { redactor, endpoint } = this.#access;
    const clean = (headers: HeaderList) =>
      headers.map(([name, value]): [string, string] => [name, redactor.text(value)]);
    const { method, body } = request;
    const bare = path.split("?", 1)[0] as string;
    return {
      id: "",
      operation: findOperation(method, bare)?.id ?? null,
      startedAt: 0,
      durationMs: 0,
      request: {
        method,
        url: endpoint.origin + redactor.text(request.target),
        headers: clean(request.headers),
        body: redactor.body(body),
      },
      response: response && {
        status: response.status,
        headers: clean(response.headers),
        body: redactor.body(response.body),
      },
      error: error && redactor.text(error),
      findings: (response ? findProblems({ method, path: bare, ...response }) : []).map((finding) => ({
        ...finding,
        got: redactor.text(finding.got),
      })),
    };
  }
}

function toRaw(body: unknown): RawBody {
  return body instanceof RawBody ? body : RawBody.json(body);
}

function queryOf({ query }: Options): string {
  if (query === undefined) return "";
  if (typeof query === "string") return `?${query}`;
  // A list is separated by plain commas: the form style of OpenAPI encodes the members, not what is between them.
  const encode = (value: string | number) => encodeURIComponent(value).replaceAll("%2C", ",");
  return `?${Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&")}`;
}
