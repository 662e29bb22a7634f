import { createHash } from "node:crypto";
import { Wire, type WireRequest, type WireResponse } from "../../../conformance/exchange/wire.ts";
import { publicToken } from "../../../conformance/reference/authenticate.ts";
import type { Exchange, RuleResult } from "../../../conformance/results/report-model.ts";
import { AccountLender } from "../../../conformance/runner/accounts/account-lender.ts";
import { findLearnt } from "./learning.ts";
import { predecessors } from "./order.ts";
import type { Recording, Step } from "./recording.ts";

/** A request as it went over the wire. */
interface Sent {
  request: WireRequest;
  response: WireResponse | null;
  began: number;
  ended: number;
}

/**
 * Records what goes over the wire from now on. The transcript of a run hides credentials and cuts bodies, so it is only
 * asked which check sent a request; octets and times come from below it.
 */
export class Recorder {
  /** What was sent and has no transcript yet, by account: only for a moment. */
  readonly #fresh: Sent[] = [];
  readonly #sent = new Map<Exchange, Sent & { isBare: boolean }>();

  constructor() {
    this.#tapWire();
    this.#tapLab();
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

  #tapLab(): void {
    const lease = AccountLender.prototype.lend;
    const note = (exchange: Exchange) => this.#note(exchange);
    AccountLender.prototype.lend = function (ask, record) {
      return lease.call(this, ask, (exchange) => {
        note(exchange);
        record(exchange);
      });
    };
  }

  /** An exchange is told as soon as its response is there, so what was sent for it is among the last. */
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

  /** What was recorded of the checks of a run, in the order given. */
  recordingOf(results: readonly RuleResult[]): Pick<Recording, "checks" | "bodies"> {
    const bodies = new Map<string, Uint8Array>();
    const checks = results.map(({ rule, exchanges }) => {
      const all = exchanges
        .flatMap((exchange) => {
          const sent = this.#sent.get(exchange);
          // Without it, it was copied from another check.
          return sent ? [{ ...sent, partition: exchange.part?.partition ?? "" }] : [];
        })
        .sort((a, b) => a.began - b.began);
      const steps = all.map((sent) => stepOf(sent, bodies));
      orderSteps(steps);
      findLearnt(
        steps,
        all.map(({ response }) => response),
      );
      return { rule, steps };
    });
    return { checks, bodies };
  }
}

/** Partitions are checked side by side: neither waits for the other. */
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

/** What went past the wire, from its transcript: it never has a body. */
function bareOf({ request, response, durationMs }: Exchange): Sent {
  const ended = performance.now();
  const { pathname, search } = new URL(request.url);
  const headers = request.headers.map(([name, value]): [string, string] => [name, uncovered(value)]);
  return {
    request: { method: request.method, target: pathname + search, headers, body: null },
    response: response && { status: response.status, headers: response.headers, body: new Uint8Array() },
    began: ended - durationMs,
    ended,
  };
}

/** The reference server's tokens are public, so that a name is as good as one. */
function uncovered(value: string): string {
  return value.replaceAll(/\[token of ([^\]]+)\]/g, (_, account) => publicToken(account));
}
