import type { components } from "../../../generated/api.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/text.ts";
import { Broken, Inconclusive } from "../../runner/outcomes.ts";
import { control, expectProblem, present } from "./expect.ts";
import { sleep } from "./fixtures.ts";
import { type Sample, send } from "./samples.ts";

export type SessionState = components["schemas"]["Session"];

export const SESSION = "X-Weave-Session";
/** Seconds after its end for which a session may still be seen, as a record may, and a little for the grain of timers. */
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

/** A session that a check has begun. Everything that is asked in it or of it goes through here. */
export class Session {
  readonly id: string;
  /** Below the endpoint URL. */
  readonly path: string;
  readonly begun: Answer<SessionState>;
  /** Seconds for which it was granted. */
  readonly ttl: number;
  readonly #account: Account;
  readonly #onEnd: () => void;
  /** Seconds since the epoch until which it lives, renewed or not. */
  readonly #latest: number;
  /** What renewed it last. */
  #renewed: Answer;

  /**
   * @param begun the answer that granted it
   * @param lifetime seconds for which it lives at all
   * @throws Broken when the answer does not tell of a session
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
   * @throws Broken when it is refused
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

  /** Ends it, where how it ends is of no interest. */
  async drop(): Promise<void> {
    await this.#account.delete(this.path);
    this.#onEnd();
  }

  /**
   * Waits until nobody can see it alive any more, unless it is renewed.
   * @throws Broken when it was granted for longer than it was asked for, which would take for ever
   */
  async expire(): Promise<void> {
    if (this.ttl > PATIENCE) throw new Broken(`set-up: a short session was granted for ${this.ttl} s`);
    await until(Math.min(ended(this.#renewed) + this.ttl, ended(this.begun) + this.#lifetime) + GRACE);
  }

  /** Seconds since the epoch until which it lives if nobody ends it, and nobody renews it once more. */
  get lives(): number {
    return Math.min(began(this.#renewed) + this.ttl, this.#latest);
  }

  get #lifetime(): number {
    return this.#latest - began(this.begun);
  }

  /**
   * An answer that comes out so while the session lives. It is none of the server's faults when it comes out otherwise
   * because the check was too slow.
   * @throws Inconclusive
   */
  during<A extends Answer>(answer: A, ...statuses: number[]): A {
    if (statuses.includes(answer.status) || ended(answer) < this.lives) return answer;
    throw new Inconclusive(
      `a session of ${this.ttl} s may have expired before ${answer.asked} was answered ${answer.status}`,
    );
  }

  /** Takes note of the answer to a request that belongs to it. */
  renewed<A extends Answer>(answer: A): A {
    if (answer.status === 410) this.during(answer);
    // Whether a refused request renews is left open, so it is not counted upon.
    if (answer.status >= 200 && answer.status < 400) this.#renewed = answer;
    return answer;
  }

  #ended<A extends Answer>(answer: A): A {
    if (answer.status === 410) this.during(answer);
    if (answer.ok) this.#onEnd();
    return answer;
  }
}

/** The rule asks for a conflict with a session here, if that is alive. */
export function expectConflict<A extends Answer>(answer: A, session: Session): A {
  return expectProblem(session.during(answer, 409), 409, "conflict");
}
