import type { Exchange, HeaderList } from "../results/report-model.ts";
import type { AccountAccess } from "./account-access.ts";
import { Answer } from "./answer.ts";
import { type Credentials, constantHeader, type HawkCredentials } from "./credentials.ts";
import { signHawk } from "./hawk.ts";
import { lossOf } from "./lost-answer.ts";
import type { Network } from "./network.ts";
import { NoResponse } from "./no-response.ts";
import { pause } from "./pause.ts";
import { sendOnRawSocket } from "./raw-socket.ts";
import { type Query, queryText, rawTarget } from "./request-target.ts";
import { trackSessions } from "./track-sessions.ts";
import { transcript } from "./transcript.ts";
import { type Input, type RawBody, type Result, toRaw } from "./typed-bodies.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** Sends the requests of a check to one account, with credentials, retries and a record of each exchange. */

export interface Options {
  query?: Query;
  /** Further header fields; a name may occur more than once. */
  headers?: HeaderList;
  /** `X-If-Modified-Since-Version`. */
  ifModified?: number | string;
  /** `X-If-Unmodified-Since-Version`. */
  ifUnmodified?: number | string;
  /** For a chunked body: the second chunk is sent when this promise settles. */
  rest?: Promise<unknown>;
  /** Send on a connection of its own, and take every octet after the head for the body: see `sendOnRawSocket`. */
  bare?: boolean;
  /** The value of `Authorization`; null sends none. */
  authorization?: string | null;
  /**
   * False: the request is about 409 or 429, so these are not retried. True: a 429 does not depend on live sessions, so it
   * is retried.
   */
  patient?: boolean;
  /** True: the request is idempotent, so it is sent again if its answer was lost. */
  repeatable?: boolean;
  /** The credentials for `Authorization`, unless `authorization` gives its value; by default the account's own. */
  credentials?: Credentials;
  /** Changes the spelling of the scheme's name in `Authorization`. */
  spellScheme?: (name: string) => string;
}

/** One account of the server under test. Every exchange is recorded and passes the contract layer. */
export class Account {
  readonly name: string;
  readonly endpoint: URL;
  /** The credentials of a request that sets no others. */
  readonly credentials: Credentials;
  /** The value of `Authorization` for these; null if it differs for each request (Hawk) or if there is none. */
  readonly authorization: string | null;
  /** Credentials for the rules about Hawk, used by `hawkHeader`; null if the user gave none. */
  readonly hawk: HawkCredentials | null;
  /** Ids of the sessions that began on this account and have not ended yet. */
  readonly sessions = new Set<string>();
  /** Sessions that may be alive at once, as far as known. With fewer, a 429 to a new session is about the rate. */
  maxSessions = 1;
  readonly #access: AccountAccess;
  readonly #record: (exchange: Exchange) => void;
  readonly #lost: Exchange[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  readonly #retirement = new AbortController();

  /** @param record called with each exchange when it has ended */
  constructor(access: AccountAccess, record: (exchange: Exchange) => void) {
    this.name = access.name;
    this.endpoint = access.endpoint;
    this.credentials = access.keys.main;
    this.authorization = constantHeader(access.keys.main);
    this.hawk = access.keys.hawk;
    this.#access = access;
    this.#record = record;
  }

  /** The proxies and certificates of its connections. */
  get network(): Network {
    return this.#access.wire.network;
  }

  /** Exchanges that lost their answer and were not repeated. */
  get lost(): Exchange[] {
    return this.#lost.filter(({ again }) => !again);
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
   * @param path the raw path, sent unchanged
   * @returns the answer; if none came, its status is 0
   */
  async send<T>(
    method: string,
    path: string,
    body: RawBody | null,
    options: Options = {},
  ): Promise<Answer<T>> {
    if (this.#retirement.signal.aborted) throw new Error(`account ${this.name} was given back`);
    const answer = this.#sendWithRetries<T>(method, path, body, options);
    this.#pending.add(answer);
    return answer.finally(() => this.#pending.delete(answer));
  }

  /** Refuses further requests and waits for the current ones, because a check may still run after its timeout. */
  async retire(): Promise<void> {
    this.#retirement.abort();
    await Promise.allSettled(this.#pending);
  }

  /** Sends a request, and repeats it after a temporary refusal or a lost answer. */
  async #sendWithRetries<T>(
    method: string,
    path: string,
    body: RawBody | null,
    options: Options,
  ): Promise<Answer<T>> {
    let pauses = 0;
    for (let times = 0; ; ) {
      const { answer, failure } = await this.#exchange<T>(method, path, body, options);
      const { patient } = options;
      const hasSessionRoom = patient === true || this.sessions.size < this.maxSessions;
      const leased = this.sessions.size > 0;
      const refused = { method, path, impatient: patient === false, leased, hasSessionRoom };
      const seconds = this.#access.refusalRetries?.secondsToWait(answer, refused, pauses) ?? null;
      const { signal } = this.#retirement;
      const wait = seconds === null ? this.#afterLoss(answer, failure, options, times) : seconds * 1000;
      if (wait === null || signal.aborted) return answer;
      if (seconds === null) times += 1;
      else pauses += 1;
      await pause(wait, signal).catch(() => {});
      if (signal.aborted) return answer;
      if (seconds === null) answer.exchange.again = true;
    }
  }

  /** Milliseconds until a request with a lost answer is repeated; null if it is not. */
  #afterLoss(
    { exchange, deferred }: Answer,
    failure: NoResponse | null,
    { repeatable, authorization }: Options,
    times: number,
  ): number | null {
    const { lossTracker } = this.#access;
    if (!lossTracker) return null;
    if (exchange.lost === undefined) {
      lossTracker.answered();
      if (times > 0) lossTracker.recordRecovery();
      return null;
    }
    const reads = exchange.request.method === "GET" || exchange.request.method === "HEAD";
    const lost = {
      kind: exchange.lost,
      unsent: failure?.unsent ?? false,
      late: failure?.late ?? false,
      // A given Hawk header may have a nonce that the server must not see twice.
      repeatable: (repeatable ?? reads) && !/^hawk /i.test(authorization ?? "") && !deferred,
    };
    return lossTracker.recordLoss(lost, times);
  }

  async #exchange<T>(
    method: string,
    path: string,
    body: RawBody | null,
    options: Options,
  ): Promise<{ answer: Answer<T>; failure: NoResponse | null }> {
    await this.#access.ready?.();
    const request = this.#request(method, path, body, options);
    const startedAt = Date.now();
    const start = performance.now();
    let response: WireResponse | null = null;
    let failure: NoResponse | null = null;
    try {
      const { wire, endpoint, timeoutMs } = this.#access;
      response = await (options.bare
        ? sendOnRawSocket(endpoint, request, { timeoutMs, network: wire.network })
        : wire.send(request));
    } catch (error) {
      if (!(error instanceof NoResponse)) throw error;
      failure = error;
    }
    const { origin } = this.endpoint;
    const { frontDetector } = this.#access.wire;
    if (response) frontDetector.learnFrom(response);
    const front = response && frontDetector.frontOf(response);
    const lost = lossOf(response, failure, this.#access.about503 ?? false);
    const error = failure?.message ?? null;
    const observed = { origin, path, request, response, error, front, lost };
    const exchange = transcript(observed, this.#access.redactor);
    exchange.startedAt = startedAt;
    exchange.durationMs = Math.round((performance.now() - start) * 10) / 10;
    this.#record(exchange);
    if (lost) this.#lost.push(exchange);
    const answer = new Answer<T>(exchange, `${method} ${path}${queryText(options.query)}`, response, front);
    trackSessions(answer, method, path, this.sessions);
    return { answer, failure };
  }

  #request(method: string, path: string, body: RawBody | null, options: Options): WireRequest {
    const headers: HeaderList = [];
    const target = rawTarget(this.endpoint, path, options.query);
    const authorization =
      options.authorization === undefined
        ? this.#authorize(options.credentials ?? this.credentials, method, target, body)
        : options.authorization;
    if (authorization !== null) {
      const spelt = authorization.replace(/^\S+/, options.spellScheme ?? ((name) => name));
      headers.push(["Authorization", spelt]);
    }
    if (options.ifModified !== undefined) {
      headers.push(["X-If-Modified-Since-Version", String(options.ifModified)]);
    }
    if (options.ifUnmodified !== undefined) {
      headers.push(["X-If-Unmodified-Since-Version", String(options.ifUnmodified)]);
    }
    if (body !== null && body.type !== null) headers.push(["Content-Type", body.type]);
    headers.push(...(options.headers ?? []));
    const names = new Set(headers.map(([name]) => name.toLowerCase()));
    headers.push(...(this.#access.headers ?? []).filter(([name]) => !names.has(name.toLowerCase())));
    const { rest } = options;
    return { method, target, headers, body: body?.bytes ?? null, ...(rest && { rest }) };
  }

  #authorize(credentials: Credentials, method: string, target: string, body: RawBody | null): string | null {
    if (credentials.scheme !== "hawk") return constantHeader(credentials);
    const timestamp = Math.floor(Date.now() / 1000 + (this.#access.clockOffset ?? 0));
    return signHawk(credentials, { method, target, body, endpoint: this.endpoint }, { timestamp });
  }
}
