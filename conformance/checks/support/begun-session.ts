/** A session that a check has begun: every request in it, and how long it lives. */
import type { components } from "../../../generated/api.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/format-text.ts";
import { Broken, Inconclusive } from "../../runner/outcomes.ts";
import { control, expectProblem, present } from "./expect.ts";
import { sleep } from "./fixtures.ts";
import { type Sample, send } from "./sample-requests.ts";

export type SessionState = components["schemas"]["Session"];

export const SESSION = "X-Weave-Session";
/** Seconds for which a session or record may still be seen after its end, with a margin for coarse timers. */
export const GRACE = 1.15;

/** Seconds for which a check waits at most. */
export const PATIENCE = 20;

/** Seconds since the epoch at which an exchange began or ended. */
export const began = ({ exchange }: Answer) => exchange.startedAt / 1000;
export const ended = ({ exchange }: Answer) => (exchange.startedAt + exchange.durationMs) / 1000;

/** Waits until a moment, in seconds since the epoch. */
export function until(moment: number): Promise<void> {
  return sleep(Math.max(0, moment - Date.now() / 1000));
}

/** A session that a check has begun. All requests in it and about it go through this class. */
export class Session {
  readonly id: string;
  /** Below the endpoint URL. */
  readonly path: string;
  readonly begun: Answer<SessionState>;
  /** The granted time to live in seconds. */
  readonly ttl: number;
  readonly #account: Account;
  readonly #onEnd: () => void;
  /** Seconds since the epoch at which it ends even if it is renewed. */
  readonly #latest: number;
  /** The answer to the request that last renewed it. */
  #renewed: Answer;

  /**
   * @param begun the answer that granted it
   * @param lifetime its longest lifetime in seconds
   * @throws Broken if the answer contains no session
   */
  constructor(account: Account, begun: Answer<SessionState>, lifetime: number, onEnd: () => void) {
    const { id, expires_in } = Object(begun.json) as Partial<SessionState>;
    this.id = String(present("the id of the session", id));
    this.path = `/sessions/${uriComponent(this.id)}`;
    this.begun = begun;
    this.ttl = Number(present("expires_in of the session", expires_in));
    this.#account = account;
    this.#onEnd = onEnd;
    this.#latest = began(begun) + lifetime;
    this.#renewed = begun;
  }

  /** Options of a request that belongs to it. */
  own(options: Options = {}): Options {
    return { ...options, headers: [...(options.headers ?? []), [SESSION, this.id]] };
  }

  /** Sends a request that belongs to it. */
  async request<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<Answer<T>> {
    const raw = body === undefined || body instanceof RawBody ? body : RawBody.json(body);
    return this.renewed(await this.#account.send<T>(method, path, raw ?? null, this.own(options)));
  }

  /** Sends a sample that belongs to it. */
  async send(sample: Sample, options: Options = {}): Promise<Answer> {
    return this.renewed(await send(this.#account, sample, this.own(options)));
  }

  /**
   * Stages a write, as the set-up of something else.
   * @throws Broken if it is refused
   */
  async stage(method: string, path: string, body?: unknown): Promise<Answer> {
    return control(await this.request(method, path, body), 202);
  }

  async state(options: Options = {}): Promise<Answer<SessionState>> {
    return this.during(await this.#account.send<SessionState>("GET", this.path, null, options), 200);
  }

  async commit(options: Options = {}): Promise<Answer<{ version: number }>> {
    return this.#ended(
      await this.#account.send<{ version: number }>("POST", `${this.path}/commit`, null, options),
    );
  }

  async abort(options: Options = {}): Promise<Answer> {
    return this.#ended(await this.#account.delete(this.path, options));
  }

  /** Ends it in any way. */
  async drop(): Promise<void> {
    await this.#account.delete(this.path);
    this.#onEnd();
  }

  /**
   * Waits until it must have expired, unless it is renewed.
   * @throws Broken if it was granted for longer than a check waits
   */
  async expire(): Promise<void> {
    if (this.ttl > PATIENCE) throw new Broken(`set-up: a short session was granted for ${this.ttl} s`);
    await until(Math.min(ended(this.#renewed) + this.ttl, ended(this.begun) + this.#lifetime) + GRACE);
  }

  /** Seconds since the epoch until which it is alive unless it is ended or renewed. */
  get lives(): number {
    return Math.min(began(this.#renewed) + this.ttl, this.#latest);
  }

  get #lifetime(): number {
    return this.#latest - began(this.begun);
  }

  /**
   * Requires one of these statuses while the session is alive. If the check was too slow, another status is not the
   * server's fault.
   * @throws Inconclusive
   */
  during<A extends Answer>(answer: A, ...statuses: number[]): A {
    if (statuses.includes(answer.status) || ended(answer) < this.lives) return answer;
    throw new Inconclusive(
      `a session of ${this.ttl} s may have expired before ${answer.asked} was answered ${answer.status}`,
    );
  }

  /** Records that the answer to a request of the session renewed it. */
  renewed<A extends Answer>(answer: A): A {
    if (answer.status === 410) this.during(answer);
    // The document leaves open whether a refused request renews the session.
    if (answer.status >= 200 && answer.status < 400) this.#renewed = answer;
    return answer;
  }

  #ended<A extends Answer>(answer: A): A {
    if (answer.status === 410) this.during(answer);
    if (answer.ok) this.#onEnd();
    return answer;
  }
}

/** The rule requires a conflict with a session, if it is alive. */
export function expectConflict<A extends Answer>(answer: A, session: Session): A {
  return expectProblem(session.during(answer, 409), 409, "conflict");
}
