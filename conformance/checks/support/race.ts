/** Sends requests of several clients at the same time, and records when each was under way. */
import fc from "fast-check";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { recordAssertion } from "../../runner/assertion-log.ts";
import { Inconclusive, Violated } from "../../runner/outcomes.ts";

/** Milliseconds after which no further round begins: a check has time for one that is slow, and for what comes after. */
const ROUNDS_MS = 40_000;
/** Characters of a body that a script shows. */
const MOST_BODY = 60;

/** A request of a race and what came of it. Times are in milliseconds since the race began. */
export interface RaceRequest {
  /** Who sent it, e.g. `a`. */
  client: string;
  sent: number;
  answered: number;
  answer: Answer;
  /** The request, for a script. */
  asked: string;
}

/** What a request of a race asks for, below the endpoint URL. */
export interface RequestToSend {
  method: string;
  path: string;
  /** Sent as JSON; none where left out. */
  body?: unknown;
  options?: Options;
}

/** Requests of several clients to one account, with the times at which they were under way. */
export class Race {
  readonly moves: RaceRequest[] = [];
  readonly #account: Account;
  readonly #began = performance.now();
  readonly #waiting: (() => void)[] = [];

  constructor(account: Account) {
    this.#account = account;
  }

  /** Sends one request. A server may give way in a race, which is not waited out. */
  async send<T>(
    client: string,
    { method, path, body, options = {} }: RequestToSend,
  ): Promise<RaceRequest & { answer: Answer<T> }> {
    const raw = body === undefined ? null : RawBody.json(body);
    const sent = performance.now() - this.#began;
    const answer = await this.#account.send<T>(method, path, raw, { patient: method === "GET", ...options });
    const move = {
      client,
      sent,
      answered: performance.now() - this.#began,
      answer,
      asked: requestText(answer, raw, options),
    };
    this.moves.push(move);
    if (method !== "GET" && method !== "HEAD") for (const wake of this.#waiting.splice(0)) wake();
    return move;
  }

  /** Waits until a write is answered; for ever where none is. */
  nextWrite(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends requests at the same time, each by a client of its own. */
  together<T = unknown>(asks: readonly RequestToSend[]): Promise<(RaceRequest & { answer: Answer<T> })[]> {
    return Promise.all(asks.map((ask, index) => this.send<T>(clientName(index), ask)));
  }

  /** Whether it was one: a request that was performed was sent before another that was performed had been answered. */
  get overlapped(): boolean {
    const done = this.moves.filter(({ answer }) => answer.ok).toSorted((a, b) => a.sent - b.sent);
    return done.some(({ answered }, index) => (done[index + 1]?.sent ?? Number.POSITIVE_INFINITY) < answered);
  }
}

/** `a`, `b`, … */
export function clientName(index: number): string {
  return String.fromCharCode(97 + (index % 26));
}

/** Says whether a request was certainly not performed because the server gave way. */
export function isRefused({ status }: Answer): boolean {
  return status === 409 || status === 429 || status === 503;
}

/** Says whether nobody knows if a request was performed. */
export function isUnknown(answer: Answer): boolean {
  return answer.status === 0 || (answer.status >= 500 && !isRefused(answer));
}

/** Says whether what came of a request says all that can be said of it. */
export function isDecided(answer: Answer): boolean {
  return !isRefused(answer) && !isUnknown(answer);
}

/**
 * Plays rounds: as many as the effort asks for, but no more once time is up.
 * @param count for the ordinary effort
 * @param round plays one; says whether it could have shown a violation
 * @throws Inconclusive when none could
 */
export async function playRounds(
  effort: number,
  count: number,
  round: (index: number) => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + ROUNDS_MS * effort;
  let decisive = 0;
  let played = 0;
  while (played < Math.ceil(count * effort) && (played === 0 || performance.now() < end)) {
    if (await round(played)) decisive += 1;
    played += 1;
  }
  if (decisive === 0) {
    throw new Inconclusive(`in none of ${played} races enough was performed at the same time`);
  }
}

/** Says when a client that goes on and on has to come to an end. */
export function deadline(): () => boolean {
  const end = performance.now() + ROUNDS_MS;
  return () => performance.now() < end;
}

/** Endless random choices; the same seed makes the same ones. */
export class RandomChoices {
  readonly #numbers: Iterator<number>;

  constructor(seed: number) {
    const [numbers] = fc.sample(fc.infiniteStream(fc.nat()), { seed, numRuns: 1 });
    this.#numbers = (numbers as Iterable<number>)[Symbol.iterator]();
  }

  /** One of several things, each as likely as the others. */
  of<T>(things: readonly T[]): T {
    return things[this.#numbers.next().value % things.length] as T;
  }
}

/**
 * The rule asks for this to hold of a race.
 * @param moves those that show it
 * @throws Violated with the moves as its script
 */
export function expectOfRace(
  moves: readonly RaceRequest[],
  holds: boolean,
  expected: string,
  got: unknown,
): void {
  const answer = moves.at(-1)?.answer ?? null;
  if (!holds) {
    const shown = typeof got === "string" ? got : JSON.stringify(got);
    throw new Violated(expected, shown, answer, script(moves));
  }
  if (answer) recordAssertion(answer, "rule", () => `expects ${expected}`);
}

/** Requests in the order of their sending, one line each. */
export function script(moves: readonly RaceRequest[]): string[] {
  const inOrder = moves.toSorted((a, b) => a.sent - b.sent);
  return inOrder.map(({ client, sent, answered, asked, answer }) => {
    const interval = `${sent.toFixed(1)}–${answered.toFixed(1)} ms`;
    return `${client} ${interval}: ${asked} → ${answerText(answer)}`;
  });
}

function requestText(
  { asked: line }: Answer,
  body: RawBody | null,
  { ifModified, ifUnmodified }: Options,
): string {
  const text = Buffer.from(body?.bytes ?? []).toString();
  const shown = text.length > MOST_BODY ? `${text.slice(0, MOST_BODY)}…` : text;
  return [
    line,
    shown,
    ifUnmodified === undefined ? "" : `if unmodified since ${ifUnmodified}`,
    ifModified === undefined ? "" : `if modified since ${ifModified}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function answerText(answer: Answer): string {
  if (answer.status === 0) return `no answer (${answer.exchange.error})`;
  const version = answer.header("X-Last-Modified-Version");
  const { payload } = Object(answer.json) as { payload?: unknown };
  return [
    answer.status,
    typeof payload === "string" ? JSON.stringify(payload) : "",
    version === undefined ? "" : `version ${version}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
