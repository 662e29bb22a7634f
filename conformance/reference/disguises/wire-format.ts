/** Disguises of the HTTP message: spelling of names, framing, coding, connections, latency. */
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import { acceptsGzip } from "../negotiate.ts";
import { random } from "../seeded-random.ts";
import { changingResponses, combined, type Disguise, preparingOutgoing } from "./disguise.ts";

type Outgoing = HttpBindings["outgoing"];
type Fields = Record<string, string | string[]>;

/** Makes a disguise that changes the header fields just before Node writes them. */
function changingHead(does: string, change: (fields: Fields, outgoing: Outgoing) => Fields): Disguise {
  return preparingOutgoing(does, (outgoing) => {
    const write = outgoing.writeHead.bind(outgoing) as (status: number, fields: Fields) => Outgoing;
    outgoing.writeHead = ((status: number, fields: Fields = {}) =>
      write(status, change(fields, outgoing))) as never;
  });
}

/** Makes a disguise that spells all field names another way, which are case-insensitive (RFC 9110, section 5.1). */
function spellingNames(does: string, spell: (name: string) => string): Disguise {
  return changingHead(does, (fields, { shouldKeepAlive }) => {
    const kept = { connection: "keep-alive", "keep-alive": "timeout=5" };
    const own = { date: new Date().toUTCString(), ...(shouldKeepAlive ? kept : { connection: "close" }) };
    return Object.fromEntries(
      Object.entries({ ...own, ...fields }).map(([name, value]) => [spell(name), value]),
    );
  });
}

export const lowerCase = spellingNames("spells header names in lower case", (name) => name.toLowerCase());
export const upperCase = spellingNames("spells header names in upper case", (name) => name.toUpperCase());

const withoutLength = changingHead("sends no Content-Length", (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !/^content-length$/i.test(name))),
);

/** Sizes of the first chunks in octets; all further ones have the last size. */
const CHUNKS = [1, 7, 300, 65_536];

/** Cuts bodies into chunks of odd sizes, even within characters. */
const inPieces = preparingOutgoing("cuts bodies into pieces", (outgoing) => {
  const end = outgoing.end.bind(outgoing) as () => Outgoing;
  outgoing.end = ((data: string | Uint8Array = "") => {
    const octets = Buffer.from(data);
    for (let from = 0, turn = 0; from < octets.length; turn++) {
      const size = CHUNKS[Math.min(turn, CHUNKS.length - 1)] as number;
      outgoing.write(octets.subarray(from, from + size));
      from += size;
    }
    return end();
  }) as never;
});

export const chunked: Disguise = {
  does: "sends bodies in chunks",
  handler: combined([withoutLength, inPieces]).wrap,
};

const BODILESS = new Set([204, 304]);

/** Sends a Content-Length with every body, even an empty one. */
export const fixedLength: Disguise = changingResponses(
  "gives every body's length",
  async (response, { method }) => {
    const { status, headers } = response;
    if (method === "HEAD" || BODILESS.has(status)) return response;
    const octets = await response.arrayBuffer();
    headers.set("Content-Length", String(octets.byteLength));
    return new Response(octets.byteLength > 0 ? octets : null, { status, headers });
  },
);

/** Compresses even small bodies, and also for clients without Accept-Encoding (RFC 9110, section 12.5.3). */
export const gzip: Disguise = changingResponses("gzips every body", async (response, request) => {
  const { status, headers } = response;
  const accepted = request.headers.get("Accept-Encoding");
  const takes = accepted === null || acceptsGzip(accepted);
  if (!takes || BODILESS.has(status) || headers.has("Content-Encoding") || !headers.has("Content-Type")) {
    return response;
  }
  const octets = request.method === "HEAD" ? null : gzipSync(await response.arrayBuffer());
  headers.set("Content-Encoding", "gzip");
  headers.delete("Content-Length");
  return new Response(octets, { status, headers });
});

/** Never compresses; gzip is only a SHOULD (encoding.gzip). */
export const plain: Disguise = {
  does: "never gzips",
  handler: (next) => (request, env) => {
    const headers = new Headers(request.headers);
    headers.delete("Accept-Encoding");
    return next(new Request(request, { headers }), env);
  },
};

/** Closes each connection after one response. */
export const closing: Disguise = preparingOutgoing(
  "closes the connection after every response",
  (outgoing) => {
    outgoing.shouldKeepAlive = false;
  },
);

/** Round-trip time in milliseconds. */
const LATENCY = { least: 50, most: 300 };

/** Delays requests and responses, each by a different time. */
export const latency: Disguise = {
  does: "is 50 to 300 ms away, with jitter",
  handler: (next) => {
    const draw = random(2);
    return async (request, env) => {
      const total = LATENCY.least + draw() * (LATENCY.most - LATENCY.least);
      const there = draw() * total;
      await sleep(there);
      const response = await next(request, env);
      await sleep(total - there);
      return response;
    };
  },
};
