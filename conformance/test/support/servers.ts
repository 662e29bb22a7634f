/** Small servers on loopback ports. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts a server on a free loopback port and stops it when the work is done. */
export async function withServer<T>(
  listener: RequestListener,
  work: (origin: string) => Promise<T>,
): Promise<T> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The URL of a port at which nothing listens. */
export async function closedPort(): Promise<string> {
  return withServer(
    () => {},
    async (origin) => origin,
  );
}

/** Servers that are none of this protocol. */
export const STUBBORN: Record<string, RequestListener> = {
  "answers 200 and nothing else": (_request, response) => response.end(),
  "answers 404 to everything": (_request, response) => response.writeHead(404).end("not here"),
  "answers 500 to everything": (_request, response) => response.writeHead(500).end("oops"),
  "answers 200 and an empty object": (_request, response) =>
    response
      .writeHead(200, { "Content-Type": "application/json", "X-Weave-Timestamp": "1795000000" })
      .end("{}"),
  "echoes what it gets": (request, response) => {
    response.writeHead(200, { ...request.headers, "transfer-encoding": "chunked" });
    request.pipe(response);
  },
  "never answers": () => {},
  "hangs up": (request) => request.socket.destroy(),
};
