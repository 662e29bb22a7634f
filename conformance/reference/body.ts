/** Reads and parses the body of a request. */
import { MIMEType } from "node:util";
import type { Operation } from "../contract/document.ts";
import { refuseTooLarge, tooLarge } from "./limits.ts";
import { Refusal, refuse } from "./problem.ts";
import type { Limits } from "./service-limits.ts";

/** Octets after which reading stops; a client that sends no more than this sees its answer. */
const MOST = 64 * 1024 * 1024;

export interface Received {
  /** Empty if the body is longer than any operation accepts. */
  octets: Buffer;
  /** Octets received; infinite if reading stopped before the end. */
  length: number;
}

/** The body of a request. The first step that needs it reads it, for all of them. */
export class Body {
  readonly #request: Request;
  readonly #most: number;
  #received: Promise<Received> | undefined;

  /** @param most octets of the longest body to keep; a longer one is read and discarded */
  constructor(request: Request, most: number) {
    this.#request = request;
    this.#most = most;
  }

  /** @param watch gets every octet, but only in the first call */
  receive(watch: (chunk: Uint8Array) => void = () => {}): Promise<Received> {
    this.#received ??= this.#read(watch);
    return this.#received;
  }

  /** The body for an operation; empty if the operation takes none. */
  receiveFor({ requestTypes }: Operation): Promise<Received> {
    return requestTypes.length > 0 ? this.receive() : Promise.resolve({ octets: Buffer.alloc(0), length: 0 });
  }

  async #read(watch: (chunk: Uint8Array) => void): Promise<Received> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of await this.#chunks()) {
        length += chunk.length;
        if (length > MOST) return { octets: Buffer.alloc(0), length: Number.POSITIVE_INFINITY };
        watch(chunk);
        if (length <= this.#most) chunks.push(chunk);
        else chunks.length = 0;
      }
    } catch {
      // The client closed the connection before the end of its body, so nobody reads the answer.
      throw new Refusal(408);
    }
    return { octets: Buffer.concat(chunks), length };
  }

  /** The body in one piece if its length says that it will be kept: reading a stream takes longer. */
  async #chunks(): Promise<AsyncIterable<Uint8Array> | Uint8Array[]> {
    const announced = this.#request.headers.get("content-length");
    if (announced !== null && Number(announced) <= this.#most) {
      return [new Uint8Array(await this.#request.arrayBuffer())];
    }
    return this.#request.body ?? [];
  }
}

/** Whether a body exceeds a limit, whatever else is wrong with it. */
export function isOversized(
  operation: Operation,
  headers: Headers,
  received: Received,
  limits: Limits,
): boolean {
  if (received.length > limits.max_request_bytes) return true;
  try {
    parseBody(operation, headers, received, limits);
    return false;
  } catch (error) {
    return error instanceof Refusal && error.outcome.status === 413;
  }
}

/**
 * Parses the body of a request for an operation; `application/newlines` becomes a list.
 * @returns undefined if the operation takes no body, or if an optional body is absent
 * @throws Refusal 415 for its type, charset or coding, 413 for its size, 422 when it cannot be parsed
 */
export function parseBody(
  operation: Operation,
  headers: Headers,
  { octets, length }: Received,
  limits: Limits,
): unknown {
  if (operation.requestTypes.length === 0) return undefined;
  const coding = headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (coding !== "identity") throw new Refusal(415, { headers: { "Accept-Encoding": "identity" } });

  const contentType = headers.get("content-type");
  if (length === 0 && !operation.requestRequired) return undefined;
  if (length === 0 && contentType === null) refuseBody("missing");
  const type = mediaType(contentType);
  if (type === null || !operation.requestTypes.includes(type)) {
    throw new Refusal(415, { headers: { Accept: operation.requestTypes.join(", ") } });
  }
  const { max_request_bytes: most } = limits;
  if (length > most) throw tooLarge("max_request_bytes", most, Number.isFinite(length) ? length : undefined);

  const body = parse(octets, type);
  refuseTooLarge(operation, body, limits);
  return body;
}

function parse(octets: Buffer, type: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
    return type === "application/newlines" ? parseLines(text) : JSON.parse(text);
  } catch {
    return refuseBody("invalid");
  }
}

function refuseBody(reason: "missing" | "invalid"): void {
  refuse([{ location: "body", name: "", reason, description: `the body is ${reason}` }]);
}

/** The media type without parameters; null if it is malformed or has another charset than UTF-8. */
function mediaType(contentType: string | null): string | null {
  try {
    const { essence, params } = new MIMEType(contentType ?? "");
    return (params.get("charset") ?? "utf-8").toLowerCase() === "utf-8" ? essence : null;
  } catch {
    return null;
  }
}

/** One value for each line. A blank line has only JSON's white space; `trim` would remove a BOM too (body.bom). */
function parseLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => /[^ \t\r]/.test(line))
    .map((line) => JSON.parse(line));
}
