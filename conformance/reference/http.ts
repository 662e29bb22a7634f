import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { answer } from "./answer.ts";
import type { Handler } from "./boundary.ts";
import { type Fault, Refusal } from "./problem.ts";

/** Octets of request line and fields; room for a target of 16 KiB (path.long-target). */
const MAX_HEADER_OCTETS = 64 * 1024;

/** Milliseconds after which a connection that sent something malformed is cut off. */
const LINGER = 1000;

const KNOWN_FORM = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r?\n/;

/**
 * Carries a handler over HTTP/1.1. What Node and its adapter answer with 400 on their own is answered here as the
 * protocol would have it, so that no 400 ever leaves the server (error.never-400).
 * @param now whole seconds since the epoch, for the answers that the handler never sees
 */
export function serveHttp(handler: Handler, now: () => number): Server {
  const refused = (request: Request, refusal: Refusal) =>
    answer(request, refusal.outcome, new Headers({ "X-Weave-Timestamp": String(now()) }));

  const listener = getRequestListener(
    (request, env) => {
      const bindings = env as HttpBindings;
      if (lacksHost(bindings.incoming))
        return refused(request, malformed("Host", "missing", "Host has to be given once"));
      return handler(request, bindings);
    },
    {
      // A request without Host gets so far as to be refused only if there is a name to build its URL from.
      hostname: "localhost",
      errorHandler: (error) => refused(new Request("http://localhost/"), refusalOf(error)),
    },
  );
  const options = { maxHeaderSize: MAX_HEADER_OCTETS, requireHostHeader: false };
  return createServer(options, listener)
    .on("clientError", (error: ClientError, socket: Socket) => hangUp(socket, parseRefusal(error), now()))
    .on("connect", (_request, socket: Socket) => hangUp(socket, new Refusal(501), now()));
}

interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

function lacksHost({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  return httpVersion === "1.1" && headersDistinct.host?.length !== 1;
}

function malformed(name: string, reason: Fault["reason"], description: string): Refusal {
  return new Refusal(422, { errors: [{ location: "header", name, reason, description }] });
}

/** The adapter fails on its own only on a target or Host that no URL can be made of. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Error && error.name === "RequestError")
    return malformed("", "invalid", "the request target or Host is no URL");
  console.error(error instanceof Error ? error.stack : error);
  return new Refusal(500);
}

function parseRefusal({ code, rawPacket }: ClientError): Refusal {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new Refusal(408);
  if (code === "HPE_HEADER_OVERFLOW") return new Refusal(431);
  if (code === "HPE_INVALID_VERSION") return new Refusal(505);
  // Node takes a method that it does not know for a syntax error; the rest of the line tells them apart.
  if (code === "HPE_INVALID_METHOD" && KNOWN_FORM.test(rawPacket?.toString("latin1") ?? ""))
    return new Refusal(501);
  return malformed("", "invalid", "the message is not HTTP/1.1");
}

/** Answers on the bare socket and closes it. */
function hangUp(socket: Socket, { outcome, message }: Refusal, timestamp: number): void {
  if (!socket.writable) return;
  const body = JSON.stringify(outcome.content);
  const lines = [
    `HTTP/1.1 ${outcome.status} ${message}`,
    `X-Weave-Timestamp: ${timestamp}`,
    `Content-Type: ${outcome.type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.on("error", () => socket.destroy());
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  socket.setTimeout(LINGER, () => socket.destroy());
}
