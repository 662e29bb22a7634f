import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerAt } from "../child-processes.ts";

/** Two proxies around Prism, which adapt endpoint URLs to it: Prism serves the paths of the document only at its root. */

/** The proxies in front of Prism and behind it. */
interface EndpointRewriters {
  /** The port of the proxy behind Prism. */
  backPort: number;
  /** Forwards to this server. Returns its address through the proxies. */
  forwardTo(server: ServerAt): ServerAt;
  /** Returns and forgets the complaints of Prism about the answers so far. */
  takeComplaints(): { complaints: string[]; exchanges: number };
  close(): void;
}

/** The header field that carries the endpoint path from one proxy to the other. Prism forwards it unchanged. */
const BASE = "x-bench-base";
/** The header field in which Prism reports violations. */
const VIOLATIONS = "sl-violations";
const ENDPOINT = /^((?:\/[a-z-]+)?\/2\.0\/[^/?]+)(.*)$/;

/**
 * Starts both proxies: the front one removes the endpoint path from each request, and the back one restores it.
 * @param port the port of Prism
 */
export async function startEndpointRewriters(port: number): Promise<EndpointRewriters> {
  let target = 0;
  let exchanges = 0;
  const complaints = new Set<string>();
  const front = createServer((incoming, outgoing) => {
    const [, base = "", path = "/"] = ENDPOINT.exec(incoming.url ?? "") ?? [];
    forward(incoming, outgoing, { port, path: path || "/", extra: { [BASE]: base } }, (answer) => {
      exchanges += 1;
      for (const line of violationsOf(answer))
        complaints.add(`${incoming.method} ${answer.statusCode} ${line}`);
    });
  });
  const back = createServer((incoming, outgoing) => {
    const base = String(incoming.headers[BASE] ?? "");
    forward(incoming, outgoing, { port: target, path: base + (incoming.url ?? ""), extra: {} }, () => {});
  });
  const [frontPort, backPort] = [await listen(front), await listen(back)];
  return {
    backPort,
    forwardTo(server) {
      target = Number(new URL(server.endpoint).port);
      return JSON.parse(JSON.stringify(server).replaceAll(`127.0.0.1:${target}`, `127.0.0.1:${frontPort}`));
    },
    takeComplaints() {
      const all = { complaints: [...complaints], exchanges };
      complaints.clear();
      exchanges = 0;
      return all;
    },
    close() {
      for (const server of [front, back]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface ForwardedRequest {
  port: number;
  path: string;
  extra: Record<string, string>;
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { port, path, extra }: ForwardedRequest,
  onAnswer: (answer: IncomingMessage) => void,
): void {
  const { method, headers } = incoming;
  // A new connection for each request: a reused one might be closed by the other side at the same moment.
  const agent = false;
  const onward = request({ agent, host: "127.0.0.1", port, path, method, headers: { ...headers, ...extra } });
  onward.on("response", (answer) => {
    onAnswer(answer);
    const { [VIOLATIONS]: _, ...fields } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, fields);
    answer.pipe(outgoing);
    answer.on("error", () => outgoing.destroy());
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/** The violations that Prism found in a response. It also finds those in requests, which the checks cause on purpose. */
function violationsOf({ headers }: IncomingMessage): string[] {
  const violations: unknown = JSON.parse(String(headers[VIOLATIONS] ?? "[]"));
  const all = (Array.isArray(violations) ? violations : []) as { location?: string[]; message?: string }[];
  return all
    .filter(({ location }) => location?.[0] === "response")
    .map(({ location = [], message = "" }) => `${location.join(".").replaceAll(/\d+/g, "n")} ${message}`);
}
