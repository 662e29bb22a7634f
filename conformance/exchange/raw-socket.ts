import type { Socket } from "node:net";
import { withoutSpace } from "../contract/message.ts";
import type { HeaderList } from "../results/report-model.ts";
import { decodeChunked } from "./decode-chunked.ts";
import { GrowingBuffer } from "./growing-buffer.ts";
import { type Network, openSocket } from "./network.ts";
import { explainFailure, NoResponse, overLimit, tooLate } from "./no-response.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** Sends a request on a raw socket, to see octets that an HTTP client would not read. */

/** How long to wait for more octets if the server does not close the connection. */
const SILENCE_MS = 2000;
/** The largest response that is read. */
const MAX_BYTES = 1024 * 1024;
const HEAD_END = "\r\n\r\n";

interface RawSocketOptions {
  timeoutMs: number;
  network: Network;
}

/**
 * Sends a request without a body on a connection of its own, and takes every octet after the head of the response for
 * its body. This shows a body after 304 or HEAD, where HTTP forbids one: an HTTP client would stop reading after the
 * head.
 * @throws NoResponse if the octets that come are not a response
 */
export async function sendOnRawSocket(
  origin: URL,
  request: WireRequest,
  { timeoutMs, network }: RawSocketOptions,
): Promise<WireResponse> {
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    `Host: ${origin.host}`,
    "Connection: close",
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const socket = await openSocket(origin, network, timeoutMs).catch((error) => {
    throw explainFailure(error, timeoutMs);
  });
  const reply = await sendAndRead(socket, `${lines.join("\r\n")}\r\n\r\n`, timeoutMs);
  const [first = "", ...fields] = reply.head.toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1]);
  if (!status) throw new NoResponse("the answer is not an HTTP response");
  const headers = fields.map(field);
  const mayHaveBody = request.method !== "HEAD" && status !== 204 && status !== 304;
  const isChunked = headers.some(
    ([name, value]) => /^transfer-encoding$/i.test(name) && /^chunked$/i.test(value),
  );
  const content = mayHaveBody && isChunked ? decodeChunked(reply.body) : null;
  const announced = isChunked ? 0 : lengthIn(headers);
  if (mayHaveBody && (announced > reply.body.length || (isChunked && content === null && reply.isReset))) {
    throw new NoResponse("the connection was closed before the response was complete", {
      kind: "unanswered",
    });
  }
  return { status, headers, body: content ?? reply.body };
}

/** The value of `Content-Length`; 0 if it is absent or invalid. */
function lengthIn(headers: HeaderList): number {
  const value = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1] ?? "";
  return /^\d{1,15}$/.test(value) ? Number(value) : 0;
}

function field(line: string): HeaderList[number] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), withoutSpace(line.slice(colon + 1))];
}

/** The octets that a server has sent so far, split into head and body. */
class Reply {
  readonly #all = new GrowingBuffer();
  /** Offset of the final response. Any number of interim responses may come before it (RFC 9110, section 15.2). */
  #start = 0;
  /** Offset of the end of its head; -1 until it has come. */
  #end = -1;
  /** Offset up to which the end of the head has been searched. */
  #searched = 0;
  /** True if the connection broke instead of being closed. */
  isReset = false;

  add(octets: Buffer): void {
    this.#all.add(octets);
    while (this.#end < 0) {
      const all = this.#all.octets;
      const end = all.indexOf(HEAD_END, Math.max(this.#start, this.#searched - HEAD_END.length));
      this.#searched = all.length;
      if (end < 0) return;
      const isInterim = /^HTTP\/1\.[01] 1\d\d /.test(
        all.subarray(this.#start, this.#start + 13).toString("latin1"),
      );
      if (!isInterim) this.#end = end;
      else this.#searched = this.#start = end + HEAD_END.length;
    }
  }

  get size(): number {
    return this.#all.length;
  }

  get hasHead(): boolean {
    return this.#end >= 0;
  }

  get head(): Buffer {
    return this.#all.octets.subarray(this.#start, this.#end);
  }

  get body(): Buffer {
    return this.#all.octets.subarray(this.#end + HEAD_END.length);
  }
}

/**
 * Sends a message and reads until the server closes the connection, falls silent, or the time is over.
 * @throws NoResponse if no whole head has come by then
 */
function sendAndRead(socket: Socket, message: string, timeoutMs: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const reply = new Reply();
    const end = (failure: NoResponse | null) => {
      clearTimeout(timer);
      socket.destroy();
      if (reply.hasHead || failure === null) resolve(reply);
      else reject(failure);
    };
    const timer = setTimeout(() => end(tooLate(timeoutMs)), timeoutMs);
    socket.on("data", (octets: Buffer) => {
      reply.add(octets);
      // Silence ends the reply only after the head of the final response: before it, the server may be working.
      if (reply.hasHead) socket.setTimeout(SILENCE_MS, () => end(null));
      if (reply.size > MAX_BYTES)
        end(overLimit(`what came before the end of a head exceeds ${MAX_BYTES} octets`));
    });
    socket.on("end", () =>
      end(
        new NoResponse("the connection was closed before the head of the response was complete", {
          kind: "unanswered",
        }),
      ),
    );
    socket.on("error", (error) => {
      reply.isReset = true;
      end(explainFailure(error, timeoutMs));
    });
    socket.write(message);
  });
}
