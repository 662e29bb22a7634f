import { Ajv2020 } from "ajv/dist/2020.js";
import { MOST_FIELDS, MOST_HEADER_OCTETS } from "../exchange/response-limits.ts";
import type { HeaderList } from "../results/report-model.ts";
import { budget, type HarContent, harBody } from "./har-body.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** Reads and validates HAR 1.2 files. */

/** A HAR file is invalid. The message names the entry and the key. */
export class HarError extends Error {}

/** An entry of a HAR file is too large. */
export class HarLimit extends HarError {}

interface Pair {
  name: string;
  value: string;
}

/** The parts of an entry of a HAR 1.2 file that this suite reads. */
export interface HarEntry {
  request: { method: string; url: string; headers: Pair[]; cookies?: Pair[]; postData?: object | null };
  response?: {
    status: number;
    headers: Pair[];
    cookies?: Pair[];
    content?: HarContent;
    bodySize?: number;
    _fetchedViaServiceWorker?: boolean;
  } | null;
  /** Chrome: `disk` or `memory`. */
  _fromCache?: string | null;
  /** Safari: `Disk Cache` and the like. */
  _fetchType?: string;
}

const PAIRS = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "value"],
    properties: { name: { type: "string" }, value: { type: "string" } },
  },
};

/** Looser than HAR: a key may be missing if no judgement depends on it. */
const ENTRY = {
  type: "object",
  required: ["request"],
  properties: {
    request: {
      type: "object",
      required: ["method", "url", "headers"],
      properties: {
        method: { type: "string", minLength: 1 },
        url: { type: "string" },
        headers: PAIRS,
        cookies: PAIRS,
        postData: { type: ["object", "null"] },
      },
    },
    response: {
      type: ["object", "null"],
      required: ["status", "headers"],
      properties: {
        status: { type: "integer", minimum: 0, maximum: 999 },
        headers: PAIRS,
        cookies: PAIRS,
        content: {
          type: "object",
          properties: {
            size: { type: "number" },
            compression: { type: "number" },
            text: { type: "string" },
            encoding: { type: "string" },
            comment: { type: "string" },
          },
        },
        bodySize: { type: "number" },
      },
    },
    _fromCache: { type: ["string", "null"] },
    _fetchType: { type: "string" },
  },
};

const validate = new Ajv2020({ allowUnionTypes: true }).compile<HarEntry>(ENTRY);

/**
 * Applies the limits of responses from a server to an entry.
 * @throws HarLimit
 */
function requireBounded(entry: number, { request, response }: HarEntry): void {
  const exceeds = (what: string, count: number, unit: string, most: number) =>
    new HarLimit(`entry ${entry}: ${what} has ${count} ${unit}, more than the ${most} that this suite reads`);
  if (request.url.length > MOST_HEADER_OCTETS)
    throw exceeds("request.url", request.url.length, "characters", MOST_HEADER_OCTETS);
  for (const [side, { headers, cookies = [] }] of Object.entries({
    request,
    response: response ?? NOTHING,
  })) {
    for (const [key, pairs] of Object.entries({ headers, cookies })) {
      const size = pairs.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
      if (pairs.length > MOST_FIELDS) throw exceeds(`${side}.${key}`, pairs.length, "elements", MOST_FIELDS);
      if (size > MOST_HEADER_OCTETS) throw exceeds(`${side}.${key}`, size, "characters", MOST_HEADER_OCTETS);
    }
  }
}

const NOTHING: { headers: Pair[]; cookies?: Pair[] } = { headers: [] };

/**
 * The entries of a HAR file that was parsed as JSON.
 * @throws HarError
 */
export function harEntries(value: unknown): HarEntry[] {
  const log = (value as { log?: unknown } | null)?.log;
  const entries = (log as { entries?: unknown } | null | undefined)?.entries;
  if (!Array.isArray(entries)) throw new HarError("log.entries is not a list");
  for (const [index, entry] of entries.entries()) {
    if (validate(entry)) {
      requireBounded(index + 1, entry);
      continue;
    }
    const [error] = validate.errors ?? [];
    const key = error?.instancePath.slice(1).replaceAll("/", ".");
    throw new HarError(`entry ${index + 1}: ${key ? `${key} ` : ""}${error?.message}`);
  }
  return entries;
}

/** The exchanges that the entries record, numbered from 1. */
export function fromHar(entries: readonly HarEntry[]): RecordedExchange[] {
  const room = budget();
  return entries.map(({ request, response, _fromCache, _fetchType = "" }, index) => {
    const { method, url } = request;
    const recorded: RecordedExchange = {
      name: `entry ${index + 1}`,
      method,
      url,
      request: { headers: fields(request.headers), hasBody: Boolean(request.postData) },
      response: null,
      cached:
        Boolean(_fromCache) ||
        response?._fetchedViaServiceWorker === true ||
        /cache|service worker/i.test(_fetchType),
    };
    // A blocked or failed request has the status 0.
    if (!response || response.status === 0) return recorded;
    const { status } = response;
    const headers = fields(response.headers);
    return {
      ...recorded,
      response: { status, headers, body: harBody({ method, status, headers }, response, room) },
    };
  });
}

/** Header fields without the pseudo-header fields of HTTP/2. Some tools join repeated fields by line feeds. */
function fields(pairs: readonly Pair[]): HeaderList {
  return pairs
    .filter(({ name }) => !name.startsWith(":"))
    .flatMap(({ name, value }) => value.split("\n").map((line): HeaderList[number] => [name, line.trim()]));
}
