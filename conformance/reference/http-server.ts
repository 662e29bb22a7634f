/** Serves a handler over HTTP/1.1, and answers malformed messages as the protocol requires. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Handler } from "./http-handler.ts";
import { makeResponse } from "./make-response.ts";
import { type Fault, Refusal } from "./problem.ts";

/** Greatest size of request line and header fields; room for a target of 16 KiB (path.long-target). */
const MAX_HEADER_OCTETS = 64 * 1024;

/** Milliseconds after which a connection with a malformed message is destroyed. */
const LINGER = 1000;

const KNOWN_FORM = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r?\n/;

/**
 * Serves a handler over HTTP/1.1. Node and its adapter would answer some requests with 400; this server answers them as
 * the protocol requires, so that it never sends a 400 (error.never-400).
 * @param now whole seconds since the epoch, for answers that the handler does not make
 */
export function serveHttp(handler: Handler, now: () => number): Server {
  const refusalResponse = (request: Request, refusal: Refusal) =>
    makeResponse(request, refusal.outcome, new Headers({ "X-Weave-Timestamp": String(now()) }));

  const listener = getRequestListener(
    (request, env) => {
      const bindings = env as HttpBindings;
      if (lacksHost(bindings.incoming))
        return refusalResponse(request, malformed("Host", "missing", "Host has to be given once"));
      return handler(request, bindings);
    },
    {
      // Without this name, the adapter could not build the URL of a request without Host, which is refused above.
      hostname: "localhost",
      errorHandler: (error) => refusalResponse(new Request("http://localhost/"), refusalOf(error)),
    },
  );
  const options = { maxHeaderSize: MAX_HEADER_OCTETS, requireHostHeader: false };
  return createServer(options, listener)
    .on("clientError", (error: ClientError, socket: Socket) =>
      answerAndClose(socket, parseRefusal(error), now()),
    )
    .on("connect", (_request, socket: Socket) => answerAndClose(socket, new Refusal(501), now()));
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

/** The adapter itself fails only on a target or Host that does not make a URL. */
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
  // To Node, an unknown method is a syntax error; the rest of the line shows whether it is one.
  if (code === "HPE_INVALID_METHOD" && KNOWN_FORM.test(rawPacket?.toString("latin1") ?? ""))
    return new Refusal(501);
  return malformed("", "invalid", "the message is not HTTP/1.1");
}

/** Writes an answer to the socket and closes it. */
function answerAndClose(socket: Socket, { outcome, message }: Refusal, timestamp: number): void {
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
