/** Makes requests that exceed one limit, each with a twin that just keeps it. */
import { OPERATIONS, type Partition } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { NotApplicable, Untested } from "../../runner/outcomes.ts";
import {
  affordable,
  type LimitName,
  type Limits,
  MOST_BYTES,
  MOST_RECORDS,
  MOST_SENT,
  requireRoom,
} from "./announced-limits.ts";
import { requests, type Sample } from "./sample-requests.ts";

/** A request that exceeds exactly one limit, and its twin that reaches the limit without exceeding it. */
export interface Excess {
  limit: LimitName;
  over: Sample;
  exact: Sample;
}

/** Makes the requests that exceed a limit; throws Untested or NotApplicable if there can be none. */
export type Maker = (partition: Partition, limits: Limits) => Excess[];

type Element = { collection?: string; id: string; payload?: string };

/** A text of this many UTF-8 bytes, and of far fewer characters. */
export function textOf(bytes: number): string {
  return "€".repeat(Math.floor(bytes / 3)) + "x".repeat(bytes % 3);
}

/** Divides bytes among as few payloads as possible. */
export function shares(bytes: number, most: number): number[] {
  const whole = Array.from({ length: Math.floor(bytes / most) }, () => most);
  return bytes % most === 0 ? whole : [...whole, bytes % most];
}

function octetsOf({ over }: Excess): number {
  return over.body?.length ?? 0;
}

/** The requests that do not also exceed `max_request_bytes`. */
function within(all: Excess[], limits: Limits): Excess[] {
  const fitting = all.filter((excess) => octetsOf(excess) <= limits.max_request_bytes);
  const [{ limit } = { limit: "max_request_bytes" as LimitName }] = all;
  requireRoom(fitting.length > 0, limits, limit, "max_request_bytes");
  return fitting;
}

const TAKES_LARGE = new Set(OPERATIONS.filter(({ responses }) => responses.has(413)).map(({ id }) => id));

/** Small requests that white space makes large. */
export const requestBytes: Maker = (partition, { max_request_bytes: value }) => {
  const all = requests(partition).filter(({ operation }) => TAKES_LARGE.has(operation));
  const limit = "max_request_bytes";
  return affordable(all, value + 1, { limit, value, most: MOST_BYTES }).map((sample) => ({
    limit,
    exact: padded(sample, value),
    over: padded(sample, value + 1),
  }));
};

function padded(sample: Sample, octets: number): Sample {
  return { ...sample, body: new PaddedBody(sample.body?.bytes ?? Buffer.alloc(0), octets) };
}

/**
 * JSON with white space after its first octet. It is built each time it is sent: many checks have many of them, of
 * megabytes each.
 */
class PaddedBody extends RawBody {
  readonly #octets: number;

  constructor(json: Uint8Array, octets: number) {
    super(json);
    this.#octets = octets;
  }

  override get bytes(): Uint8Array {
    const json = super.bytes;
    const padded = Buffer.alloc(this.#octets, " ");
    padded.set(json.subarray(0, 1));
    padded.set(json.subarray(1), this.#octets - json.length + 1);
    return padded;
  }

  override get length(): number {
    return this.#octets;
  }
}

/** Single records. */
export const payloads: Maker = (partition, limits) => {
  const limit = "max_record_payload_bytes";
  const value = limits[limit];
  const all = affordable(["PUT", "POST"] as const, value + 1, { limit, value, most: MOST_BYTES });
  const made = all.map((method) => ({
    limit: limit as LimitName,
    exact: recordOf(partition, method, textOf(value)),
    over: recordOf(partition, method, textOf(value + 1)),
  }));
  return within(made, limits);
};

/** A request with one record. */
export function recordOf(partition: Partition, method: "PUT" | "POST", payload: string): Sample {
  return {
    operation: method === "PUT" ? "putRecord" : "postRecord",
    method,
    path: `/${partition}/large/${method.toLowerCase()}`,
    body: RawBody.json({ payload }),
    success: [201, 204],
  };
}

/** Lines with a blank line after each, which is not an element. */
function spaced({ bytes, type }: RawBody): RawBody {
  return new RawBody(Buffer.from(bytes).toString().replaceAll("\n", "\n\n"), type);
}

/** Lists of many small records, to a collection in each form and to the partition. */
export const postRecords: Maker = (partition, limits) => {
  const limit = "max_post_records";
  const value = limits[limit];
  const list = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `r${index}` }));
  const forms = [
    (count: number) => toCollection(partition, RawBody.json(list(count))),
    (count: number) => toPartition(partition, list(count)),
    (count: number) => toCollection(partition, RawBody.lines(list(count))),
    (count: number) => toCollection(partition, spaced(RawBody.lines(list(count)))),
  ];
  const made = affordable(forms, value + 1, { limit, value, most: MOST_RECORDS }).map((form) => ({
    limit: limit as LimitName,
    exact: form(value),
    over: form(value + 1),
  }));
  return within(made, limits);
};

/** Lists of few large records, to a collection and to the partition. */
export const postBytes: Maker = (partition, limits) => {
  const limit = "max_post_bytes";
  const value = limits[limit];
  // At least two payloads, since the limit is about their sum.
  const most = Math.min(limits.max_record_payload_bytes, Math.ceil(value / 2));
  const count = shares(value + 1, most).length;
  requireRoom(count <= limits.max_post_records, limits, limit, "max_post_records");
  const list = (bytes: number) =>
    shares(bytes, most).map((size, index) => ({ id: `b${index}`, payload: textOf(size) }));
  const forms = [
    (bytes: number) => toCollection(partition, RawBody.json(list(bytes))),
    (bytes: number) => toPartition(partition, list(bytes)),
    (bytes: number) => toCollection(partition, RawBody.lines(list(bytes))),
  ];
  const made = affordable(forms, value + 1, { limit, value, most: MOST_BYTES }).map((form) => ({
    limit: limit as LimitName,
    exact: form(value),
    over: form(value + 1),
  }));
  return within(made, limits);
};

function toCollection(partition: Partition, body: RawBody): Sample {
  return { operation: "postCollection", method: "POST", path: `/${partition}/large`, success: [200], body };
}

/** Spread over two collections. */
function toPartition(partition: Partition, list: Element[]): Sample {
  const spread = list.map((element, index) => ({ collection: index % 2 ? "large" : "larger", ...element }));
  const body = RawBody.json(spread);
  return { operation: "postPartition", method: "POST", path: `/${partition}`, success: [200], body };
}

/** Makers in the order of the usual size of their requests. */
const MAKERS: Maker[] = [postRecords, payloads, postBytes, requestBytes];

/**
 * Requests that exceed a limit by their body, as many as a check may send.
 * @throws Untested, or NotApplicable, where no limit can be exceeded
 */
export const oversized: Maker = (partition, limits) => collect(MAKERS, partition, limits).found();

/** The same requests; none if no limit can be exceeded. */
export const oversizedOrNone: Maker = (partition, limits) => collect(MAKERS, partition, limits).all;

/** A request that exceeds a limit with as few octets as possible. */
export function lightest(partition: Partition, limits: Limits): Excess {
  return collect(MAKERS, partition, limits, 1).found()[0] as Excess;
}

/**
 * One excess of each possible kind, made on demand.
 * @throws Untested, or NotApplicable, where no limit can be exceeded
 */
export function* eachKind(partition: Partition, limits: Limits): Generator<Excess> {
  yield lightest(partition, limits);
  for (const maker of MAKERS) yield* collect([maker], partition, limits).all.slice(0, 1);
}

function collect(makers: Maker[], partition: Partition, limits: Limits, enough = Number.POSITIVE_INFINITY) {
  const all: Excess[] = [];
  let reason: unknown = null;
  for (const make of makers) {
    if (all.length >= enough) break;
    try {
      all.push(...make(partition, limits));
    } catch (error) {
      if (!(error instanceof Untested || error instanceof NotApplicable)) throw error;
      reason ??= error;
    }
  }
  let sum = 0;
  const some = all.filter((excess, index) => {
    sum += octetsOf(excess);
    return index === 0 || sum <= MOST_SENT;
  });
  return {
    all: some,
    found() {
      if (all.length === 0) throw reason;
      return some;
    },
  };
}
