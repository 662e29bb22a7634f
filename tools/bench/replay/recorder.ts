import { createHash } from "node:crypto";
import { Wire, type WireRequest, type WireResponse } from "../../../conformance/exchange/wire.ts";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import type { Exchange, RuleResult } from "../../../conformance/results/report-model.ts";
import { AccountLender } from "../../../conformance/runner/accounts/account-lender.ts";
import type { Recording, Step } from "./recording.ts";
import { predecessors } from "./schedule.ts";
import { findServerValues } from "./server-values.ts";

/** Records every request of a run, with octets and times, by replacing methods of the suite. */

/** A request as it was sent, with its response. */
interface Sent {
  request: WireRequest;
  response: WireResponse | null;
  began: number;
  ended: number;
}

/**
 * Records all requests from now on. The transcript of a run hides credentials and cuts bodies, so it only says which
 * check sent a request. Octets and times come from `Wire`.
 */
export class Recorder {
  /** Requests whose transcript has not been recorded yet. */
  readonly #fresh: Sent[] = [];
  readonly #sent = new Map<Exchange, Sent & { isBare: boolean }>();

  constructor() {
    this.#tapWire();
    this.#tapLender();
  }

  #tapWire(): void {
    const fresh = this.#fresh;
    const send = Wire.prototype.send;
    Wire.prototype.send = async function (request) {
      const began = performance.now();
      try {
        const response = await send.call(this, request);
        fresh.push({ request, response, began, ended: performance.now() });
        return response;
      } catch (error) {
        fresh.push({ request, response: null, began, ended: performance.now() });
        throw error;
      }
    };
  }

  #tapLender(): void {
    const lease = AccountLender.prototype.lend;
    const note = (exchange: Exchange) => this.#note(exchange);
    AccountLender.prototype.lend = function (ask, record) {
      return lease.call(this, ask, (exchange) => {
        note(exchange);
        record(exchange);
      });
    };
  }

  /** Finds the request of an exchange. The exchange is recorded at once, so the request is among the last ones. */
  #note(exchange: Exchange): void {
    const { method, url, headers } = exchange.request;
    const index = this.#fresh.findIndex(
      ({ request }) =>
        request.method === method &&
        url.endsWith(request.target) &&
        request.headers.length === headers.length,
    );
    const [sent] = index < 0 ? [] : this.#fresh.splice(index, 1);
    this.#sent.set(exchange, sent ? { ...sent, isBare: false } : { ...bareOf(exchange), isBare: true });
  }

  /** The recording of the checks of a run, in the order of the results. */
  recordingOf(results: readonly RuleResult[]): Pick<Recording, "checks" | "bodies"> {
    const bodies = new Map<string, Uint8Array>();
    const checks = results.map(({ rule, exchanges }) => {
      const all = exchanges
        .flatMap((exchange) => {
          const sent = this.#sent.get(exchange);
          // Without a request, the exchange was copied from another check.
          return sent ? [{ ...sent, partition: exchange.part?.partition ?? "" }] : [];
        })
        .sort((a, b) => a.began - b.began);
      const steps = all.map((sent) => stepOf(sent, bodies));
      orderSteps(steps);
      findServerValues(
        steps,
        all.map(({ response }) => response),
      );
      return { rule, steps };
    });
    return { checks, bodies };
  }
}

/** Orders the steps of each partition. The partitions are checked concurrently, so neither waits for the other. */
function orderSteps(steps: readonly Step[]): void {
  for (const partition of ["control", "storage"]) {
    const indexes = [...steps.keys()].filter((index) => steps[index]?.partition === partition);
    const after = predecessors(indexes.map((index) => steps[index] as Step));
    for (const [place, index] of indexes.entries()) {
      (steps[index] as Step).after = (after[place] ?? []).map((before) => indexes[before] as number);
    }
  }
}

function stepOf(
  { request, response, partition, began, ended, isBare }: Sent & { partition: string; isBare: boolean },
  bodies: Map<string, Uint8Array>,
): Step {
  const { method, target, headers } = request;
  const status = response?.status ?? 0;
  const body = request.body && keep(request.body, bodies);
  return {
    partition,
    began,
    ended,
    after: [],
    method,
    target,
    headers,
    body,
    isBare,
    status,
    learns: [],
    isFilledIn: false,
  };
}

function keep(body: Uint8Array, bodies: Map<string, Uint8Array>): string {
  const key = createHash("sha1").update(body).digest("base64");
  if (!bodies.has(key)) bodies.set(key, body);
  return key;
}

/** The request of an exchange on a raw socket, from its transcript. It never has a body. */
function bareOf({ request, response, durationMs }: Exchange): Sent {
  const ended = performance.now();
  const { pathname, search } = new URL(request.url);
  const headers = request.headers.map(([name, value]): [string, string] => [name, withToken(value)]);
  return {
    request: { method: request.method, target: pathname + search, headers, body: null },
    response: response && { status: response.status, headers: response.headers, body: new Uint8Array() },
    began: ended - durationMs,
    ended,
  };
}

/** Restores the tokens that the transcript hides: those of the reference server follow from the account's name. */
function withToken(value: string): string {
  return value.replaceAll(/\[token of ([^\]]+)\]/g, (_, account) => publicToken(account));
}
