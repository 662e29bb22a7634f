import type { Socket } from "node:net";
import { withoutSpace } from "../contract/message.ts";
import type { HeaderList } from "../results/model.ts";
import { unchunked } from "./chunks.ts";
import { beyond, explain, NoResponse, tooLate } from "./failure.ts";
import { Gathering } from "./gathering.ts";
import { type Network, openSocket } from "./network.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** A server that keeps the connection open although it was asked not to is not waited for any longer. */
const SILENCE_MS = 2000;
/** As much of a response as is read. */
const MAX_BYTES = 1024 * 1024;
const HEAD_END = "\r\n\r\n";

interface BareOptions {
  timeoutMs: number;
  network: Network;
}

/**
 * Sends a request without a body on a connection of its own and takes every octet after the head of the response
 * for its body, out of chunks where it may have one. An HTTP client cannot see that a server sends a body where none may
 * be (304, or HEAD): it reads no further than the head.
 * @throws NoResponse when nothing comes that has the form of a response
 */
export async function sendBare(
  origin: URL,
  request: WireRequest,
  { timeoutMs, network }: BareOptions,
): Promise<WireResponse> {
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    `Host: ${origin.host}`,
    "Connection: close",
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const socket = await openSocket(origin, network, timeoutMs).catch((error) => {
    throw explain(error, timeoutMs);
  });
  const reply = await converse(socket, `${lines.join("\r\n")}\r\n\r\n`, timeoutMs);
  const [first = "", ...fields] = reply.head.toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1]);
  if (!status) throw new NoResponse("the answer is not an HTTP response");
  const headers = fields.map(field);
  const mayHaveBody = request.method !== "HEAD" && status !== 204 && status !== 304;
  const isChunked = headers.some(
    ([name, value]) => /^transfer-encoding$/i.test(name) && /^chunked$/i.test(value),
  );
  const content = mayHaveBody && isChunked ? unchunked(reply.body) : null;
  const announced = isChunked ? 0 : lengthIn(headers);
  if (mayHaveBody && (announced > reply.body.length || (isChunked && content === null && reply.isReset))) {
    throw new NoResponse("the connection was closed before the response was complete", {
      kind: "unanswered",
    });
  }
  return { status, headers, body: content ?? reply.body };
}

/** Octets that `Content-Length` announces; 0 where it does not. */
function lengthIn(headers: HeaderList): number {
  const value = headers.find(([name]) => name.toLowerCase() === "content-length")?.[1] ?? "";
  return /^\d{1,15}$/.test(value) ? Number(value) : 0;
}

function field(line: string): HeaderList[number] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), withoutSpace(line.slice(colon + 1))];
}

/** What a server sent, as far as it came. */
class Reply {
  readonly #all = new Gathering();
  /** Where the response begins: after the interim ones (RFC 9110, section 15.2), of which any number may come. */
  #start = 0;
  /** Where its head ends; -1 as long as it has not. */
  #end = -1;
  /** Up to here there is no end of a head. */
  #searched = 0;
  /** Whether the connection broke, instead of coming to its end. */
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
 * Sends and reads until the server closes, falls silent or has had its time; whatever came by then counts.
 * @throws NoResponse when that is no whole head
 */
function converse(socket: Socket, message: string, timeoutMs: number): Promise<Reply> {
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
      // Only after the head of the final response does silence mean that nothing more will come.
      if (reply.hasHead) socket.setTimeout(SILENCE_MS, () => end(null));
      if (reply.size > MAX_BYTES)
        end(beyond(`what came before the end of a head exceeds ${MAX_BYTES} octets`));
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
      end(explain(error, timeoutMs));
    });
    socket.write(message);
  });
}
