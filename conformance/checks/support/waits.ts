import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Inconclusive, NotApplicable } from "../../runner/outcomes.ts";
import { control, present } from "./expect.ts";
import { asClient, exceed, type Limits, newClient, toldBy } from "./limits.ts";
import { kinds } from "./oversized.ts";
import { type Sample, send } from "./samples.ts";
import { began, ended } from "./session.ts";

/** Refusals in a row that are no chance any more. */
const MOST_REFUSALS = 3;

/**
 * Asks what no wait may refuse, without waiting for anything: a server may limit its rate at any time, and a wait
 * refuses each request.
 * @returns the first answer that is no 429, or the last 429
 */
export async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (let asked = 1; ; asked++) {
    const answer = await ask();
    if (answer.status !== 429 || asked === MOST_REFUSALS) return answer;
  }
}

/** The time of waiting that a 413 has begun. Moments are in seconds since the epoch. */
export class Wait {
  /** As it names itself; null: the nameless one. */
  readonly client: string | null;
  /** The 413. */
  readonly answer: Answer;
  /** How long it is, in seconds. */
  readonly seconds: number;
  /** What is oversized. */
  readonly over: Sample;
  readonly #account: Account;

  constructor(account: Account, over: Sample, { client, answer }: { client: string | null; answer: Answer }) {
    this.client = client;
    this.answer = answer;
    this.seconds = present("the wait", toldBy(answer)?.wait);
    this.over = over;
    this.#account = account;
  }

  /** Until then it runs for certain. */
  get runs(): number {
    return began(this.answer) + this.seconds;
  }

  /** From then on it is certainly over, up to the precision of clocks. */
  get ends(): number {
    return ended(this.answer) + this.seconds;
  }

  /** Sends a request for the client that is to wait. */
  ask(sample: Sample = this.over, { headers = [] }: Pick<Options, "headers"> = {}): Promise<Answer> {
    const own = asClient(this.client).headers ?? [];
    return send(this.#account, sample, { headers: [...own, ...headers], patient: false });
  }

  /**
   * An answer that comes out so while the wait runs. It is none of the server's faults when it comes out otherwise
   * because the check was too slow.
   * @throws Inconclusive
   */
  during<A extends Answer>(answer: A, ...statuses: number[]): A {
    if (statuses.includes(answer.status) || ended(answer) < this.runs) return answer;
    throw new Inconclusive(
      `a wait of ${this.seconds} s may have been over before ${answer.asked} was answered ${answer.status}`,
    );
  }

  /**
   * Shows that the wait runs.
   * @throws Broken when the server does not keep it
   */
  async controlRuns(): Promise<Answer> {
    return control(this.during(await this.ask(), 429), 429);
  }
}

/**
 * Sends what is oversized for a client, so that it has to wait.
 * @param named false: for the client that has no name
 * @throws NotApplicable where nobody has to
 * @throws Broken where it is not answered 413
 */
export async function beginWait(
  account: Account,
  partition: Partition,
  limits: Limits,
  { named = true } = {},
): Promise<Wait> {
  let first: Answer | null = null;
  // A server may ask to wait after some kinds only.
  for (const { over } of kinds(partition, limits)) {
    let client: string | null = null;
    const answer = await exceed(() => {
      client = named ? newClient() : null;
      return send(account, over, asClient(client));
    });
    if (answer.status === 413 && toldBy(answer)?.wait != null) {
      return new Wait(account, over, { client, answer });
    }
    first ??= answer;
  }
  control(present("a request that exceeds a limit", first), 413);
  throw new NotApplicable("the X-Weave-Limit of no 413 has a wait");
}
