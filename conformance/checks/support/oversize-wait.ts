/** The wait that a 413 begins, and requests during it. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Inconclusive, NotApplicable } from "../../runner/outcomes.ts";
import { asClient, type Limits, limitHeaderOf, newClient, sendAsNewClient } from "./announced-limits.ts";
import { began, ended } from "./begun-session.ts";
import { control, present } from "./expect.ts";
import { eachKind } from "./oversized-requests.ts";
import { type Sample, send } from "./sample-requests.ts";

/** With this many refusals in a row, it is not a rate limit. */
const MOST_REFUSALS = 3;

/**
 * Sends a request that no wait may refuse, several times if the answer is 429: a rate limit may refuse a request once,
 * but a wait refuses all of them.
 * @returns the first answer that is not 429, or the last 429
 */
export async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (let asked = 1; ; asked++) {
    const answer = await ask();
    if (answer.status !== 429 || asked === MOST_REFUSALS) return answer;
  }
}

/** The wait that a 413 has begun. Moments are in seconds since the epoch. */
export class Wait {
  /** The client's name; null: the client without a name. */
  readonly client: string | null;
  /** The 413. */
  readonly answer: Answer;
  /** Length of the wait in seconds. */
  readonly seconds: number;
  /** The oversized request. */
  readonly over: Sample;
  readonly #account: Account;

  constructor(account: Account, over: Sample, { client, answer }: { client: string | null; answer: Answer }) {
    this.client = client;
    this.answer = answer;
    this.seconds = present("the wait", limitHeaderOf(answer)?.wait);
    this.over = over;
    this.#account = account;
  }

  /** The wait certainly runs until this moment. */
  get runs(): number {
    return began(this.answer) + this.seconds;
  }

  /** The wait is certainly over after this moment, up to the precision of clocks. */
  get ends(): number {
    return ended(this.answer) + this.seconds;
  }

  /** Sends a request of the client that has to wait. */
  ask(sample: Sample = this.over, { headers = [] }: Pick<Options, "headers"> = {}): Promise<Answer> {
    const own = asClient(this.client).headers ?? [];
    return send(this.#account, sample, { headers: [...own, ...headers], patient: false });
  }

  /**
   * Requires one of these statuses while the wait runs. If the check was too slow, another status is not the server's
   * fault.
   * @throws Inconclusive
   */
  during<A extends Answer>(answer: A, ...statuses: number[]): A {
    if (statuses.includes(answer.status) || ended(answer) < this.runs) return answer;
    throw new Inconclusive(
      `a wait of ${this.seconds} s may have been over before ${answer.asked} was answered ${answer.status}`,
    );
  }

  /**
   * Requires that the wait runs.
   * @throws Broken if the server performs the request
   */
  async controlRuns(): Promise<Answer> {
    return control(this.during(await this.ask(), 429), 429);
  }
}

/**
 * Sends an oversized request of a client, so that the client has to wait.
 * @param named false: the client without a name
 * @throws NotApplicable if no 413 asks to wait
 * @throws Broken if the request is not answered 413
 */
export async function beginWait(
  account: Account,
  partition: Partition,
  limits: Limits,
  { named = true } = {},
): Promise<Wait> {
  let first: Answer | null = null;
  // A server may ask to wait after some kinds only.
  for (const { over } of eachKind(partition, limits)) {
    let client: string | null = null;
    const answer = await sendAsNewClient(() => {
      client = named ? newClient() : null;
      return send(account, over, asClient(client));
    });
    if (answer.status === 413 && limitHeaderOf(answer)?.wait != null) {
      return new Wait(account, over, { client, answer });
    }
    first ??= answer;
  }
  control(present("a request that exceeds a limit", first), 413);
  throw new NotApplicable("the X-Weave-Limit of no 413 has a wait");
}
