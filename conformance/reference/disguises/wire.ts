import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import { acceptsGzip } from "../negotiate.ts";
import { type Disguise, random, responding, worn, writing } from "./disguise.ts";

type Outgoing = HttpBindings["outgoing"];
type Fields = Record<string, string | string[]>;

/** Changes the fields of a response when its head is about to be written. */
function heading(does: string, change: (fields: Fields, outgoing: Outgoing) => Fields): Disguise {
  return writing(does, (outgoing) => {
    const write = outgoing.writeHead.bind(outgoing) as (status: number, fields: Fields) => Outgoing;
    outgoing.writeHead = ((status: number, fields: Fields = {}) =>
      write(status, change(fields, outgoing))) as never;
  });
}

/** Names of fields are case-insensitive (RFC 9110, section 5.1), those that Node adds included. */
function spelt(does: string, spell: (name: string) => string): Disguise {
  return heading(does, (fields, { shouldKeepAlive }) => {
    const kept = { connection: "keep-alive", "keep-alive": "timeout=5" };
    const own = { date: new Date().toUTCString(), ...(shouldKeepAlive ? kept : { connection: "close" }) };
    return Object.fromEntries(
      Object.entries({ ...own, ...fields }).map(([name, value]) => [spell(name), value]),
    );
  });
}

export const lowerCase = spelt("spells header names in lower case", (name) => name.toLowerCase());
export const upperCase = spelt("spells header names in upper case", (name) => name.toUpperCase());

const withoutLength = heading("sends no Content-Length", (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !/^content-length$/i.test(name))),
);

/** Octets of the first chunks; further ones have the last size. */
const CHUNKS = [1, 7, 300, 65_536];

/** Bodies in chunks of odd lengths, cut through characters as they come. */
const inPieces = writing("cuts bodies into pieces", (outgoing) => {
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
  handler: worn([withoutLength, inPieces]).wrap,
};

const BODILESS = new Set([204, 304]);

/** Gives the length of every body beforehand, that of no octets included. */
export const fixedLength: Disguise = responding("gives every body's length", async (response, { method }) => {
  const { status, headers } = response;
  if (method === "HEAD" || BODILESS.has(status)) return response;
  const octets = await response.arrayBuffer();
  headers.set("Content-Length", String(octets.byteLength));
  return new Response(octets.byteLength > 0 ? octets : null, { status, headers });
});

/** Compresses also what is hardly worth it, and for clients that say nothing about codings (RFC 9110, 12.5.3). */
export const gzip: Disguise = responding("gzips every body", async (response, request) => {
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

/** It only SHOULD (encoding.gzip). */
export const plain: Disguise = {
  does: "never gzips",
  handler: (next) => (request, env) => {
    const headers = new Headers(request.headers);
    headers.delete("Accept-Encoding");
    return next(new Request(request, { headers }), env);
  },
};

/** Closes each connection as soon as it has answered on it. */
export const closing: Disguise = writing("closes the connection after every response", (outgoing) => {
  outgoing.shouldKeepAlive = false;
});

/** Milliseconds there and back. */
const LATENCY = { least: 50, most: 300 };

/** A long way there and another one back, each time of another length. */
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
