import { gunzipSync } from "node:zlib";
import { Client, type Dispatcher, Pool } from "undici";
import type { HeaderList } from "../../../conformance/results/report-model.ts";
import type { RecordedCheck, Recording, Step } from "./recording.ts";
import { fillInValues, valueAt } from "./server-values.ts";

/** Replays a recording with undici alone, without the suite. */

/** The result of a replay. */
export interface Replayed {
  exchanges: number;
  /** Number of exchanges with the recorded status. */
  same: number;
  /** The other exchanges by kind, e.g. `200 → 404`, with the rules to which they belong. */
  others: Record<string, { count: number; rules: string[] }>;
}

/** The number of connections that `conformance/runner/accounts/account-lender.ts` opens for one check. */
const CONNECTIONS_A_CHECK = 4;

/** Sends all recorded requests again, in the same order. */
export class Replayer {
  readonly replayed: Replayed = { exchanges: 0, same: 0, others: {} };
  readonly #recording: Recording;
  readonly #origin: string;
  readonly #concurrency: number;
  readonly #pool: Pool;

  constructor(recording: Recording, origin: string, concurrency: number) {
    this.#recording = recording;
    this.#origin = origin;
    this.#concurrency = concurrency;
    this.#pool = new Pool(origin, { connections: concurrency * CONNECTIONS_A_CHECK, pipelining: 1 });
  }

  /** Replays all checks, as many concurrently as the runner runs. */
  async run(): Promise<void> {
    const queue = [...this.#recording.checks];
    const work = async () => {
      for (let check = queue.shift(); check; check = queue.shift()) await this.#check(check);
    };
    await Promise.all(Array.from({ length: this.#concurrency }, work));
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #check({ rule, steps }: RecordedCheck): Promise<void> {
    const tokens = new Map<string, string>();
    const versions = new Map<string, string>();
    const over: Promise<void>[] = [];
    for (const step of steps) {
      const before = Promise.all(step.after.map((index) => over[index]));
      over.push(before.then(() => this.#step(rule, step, tokens, versions)));
    }
    await Promise.all(over);
  }

  async #step(
    rule: string,
    step: Step,
    tokens: Map<string, string>,
    versions: Map<string, string>,
  ): Promise<void> {
    const { target, headers } = step.isFilledIn ? fillInValues(step, tokens, versions) : step;
    const answer = await this.#send({ ...step, target, headers });
    this.#count(rule, step.status, answer?.statusCode ?? 0);
    if (!answer || step.learns.length === 0) return;
    const received = { headers: pairs(answer.headers as unknown as Buffer[]), body: answer.octets };
    if (received.headers.some(([name, value]) => /^content-encoding$/i.test(name) && value === "gzip")) {
      received.body = gunzipSync(received.body);
    }
    for (const learnt of step.learns) {
      const now = valueAt(received, learnt);
      if (now !== undefined) (learnt.isVersion ? versions : tokens).set(learnt.was, now);
    }
  }

  async #send({ method, target, headers, body, isBare }: Step) {
    const options = {
      method: method as Dispatcher.HttpMethod,
      path: target,
      headers: headers.flat(),
      body: body === null ? null : (this.#recording.bodies.get(body) as Buffer),
      responseHeaders: "raw" as const,
      reset: isBare,
    };
    const client = isBare ? new Client(this.#origin) : this.#pool;
    try {
      const response = await client.request(options);
      // A 304 may have the length of a body that it does not send, which undici reports as an error.
      const octets = await response.body.bytes().catch(() => new Uint8Array());
      return { ...response, octets };
    } catch {
      return null;
    } finally {
      if (isBare) await client.destroy();
    }
  }

  #count(rule: string, recorded: number, replayed: number): void {
    this.replayed.exchanges += 1;
    if (recorded === replayed) {
      this.replayed.same += 1;
      return;
    }
    const kind = `${recorded} → ${replayed}`;
    this.replayed.others[kind] ??= { count: 0, rules: [] };
    const { [kind]: found } = this.replayed.others as Record<string, { count: number; rules: string[] }>;
    if (!found) return;
    found.count += 1;
    if (!found.rules.includes(rule)) found.rules.push(rule);
  }
}

function pairs(flat: readonly (string | Buffer)[]): HeaderList {
  return Array.from({ length: flat.length >> 1 }, (_, index) => [
    String(flat[2 * index]),
    String(flat[2 * index + 1]),
  ]);
}
