import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerAt } from "../children.ts";

/** What stands before and behind a proxy that knows no endpoint URLs. */
interface Neighbours {
  backPort: number;
  /** The same server, reached through the proxy. */
  before(server: ServerAt): ServerAt;
  /** What the proxy said of the answers since it was last asked. */
  told(): { complaints: string[]; exchanges: number };
  close(): void;
}

/** Between the two neighbours: where an account is, which the proxy passes on unread. */
const BASE = "x-bench-base";
/** How Prism tells what it found. */
const VIOLATIONS = "sl-violations";
const ENDPOINT = /^((?:\/[a-z-]+)?\/2\.0\/[^/?]+)(.*)$/;

/**
 * Lets a proxy that serves the document's paths at its root stand before a server with many accounts: one neighbour takes
 * the endpoint URL off each request, the other one puts it on again.
 * @param port of the proxy
 */
export async function startNeighbours(port: number): Promise<Neighbours> {
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
    before(server) {
      target = Number(new URL(server.endpoint).port);
      return JSON.parse(JSON.stringify(server).replaceAll(`127.0.0.1:${target}`, `127.0.0.1:${frontPort}`));
    },
    told() {
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

interface Onward {
  port: number;
  path: string;
  extra: Record<string, string>;
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { port, path, extra }: Onward,
  onAnswer: (answer: IncomingMessage) => void,
): void {
  const { method, headers } = incoming;
  // A connection each: none is reused in the moment in which the other side gives it up.
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

/** What Prism found fault with in a response; in requests it finds what the checks put there. */
function violationsOf({ headers }: IncomingMessage): string[] {
  const found: unknown = JSON.parse(String(headers[VIOLATIONS] ?? "[]"));
  const all = (Array.isArray(found) ? found : []) as { location?: string[]; message?: string }[];
  return all
    .filter(({ location }) => location?.[0] === "response")
    .map(({ location = [], message = "" }) => `${location.join(".").replaceAll(/\d+/g, "n")} ${message}`);
}
