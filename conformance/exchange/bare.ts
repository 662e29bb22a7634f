import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { HeaderList } from "../report/model.ts";
import { NoResponse, type WireRequest, type WireResponse } from "./wire.ts";

/** A server that keeps the connection open although it was asked not to is not waited for any longer. */
const SILENCE_MS = 2000;
const MAX_BYTES = 1024 * 1024;
const HEAD_END = "\r\n\r\n";

/**
 * Sends a request without a body on a connection of its own and takes every octet after the head of the response
 * for its body. An HTTP client cannot see that a server sends a body where none may be (304, or HEAD): it reads no
 * further than the head.
 * @throws NoResponse when nothing comes that has the form of a response
 */
export async function sendBare(origin: URL, request: WireRequest, timeoutMs: number): Promise<WireResponse> {
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    `Host: ${origin.host}`,
    "Connection: close",
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const octets = withoutInterim(await converse(origin, `${lines.join("\r\n")}\r\n\r\n`, timeoutMs));
  if (octets.length === 0) {
    throw new NoResponse(
      `no complete response within ${timeoutMs / 1000} s, or before the connection was closed`,
    );
  }
  const end = octets.indexOf(HEAD_END);
  const [first = "", ...fields] = octets.subarray(0, Math.max(end, 0)).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!status) throw new NoResponse("what came is no HTTP response");
  return { status, headers: fields.map(field), body: octets.subarray(end + 4) };
}

/** Drops interim responses (1xx), of which any number may come before the final one (RFC 9110, section 15.2). */
function withoutInterim(octets: Buffer): Buffer {
  const end = octets.indexOf(HEAD_END);
  const interim = end >= 0 && /^HTTP\/1\.[01] 1\d\d /.test(octets.subarray(0, 13).toString("latin1"));
  return interim ? withoutInterim(octets.subarray(end + HEAD_END.length)) : octets;
}

function field(line: string): HeaderList[number] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function open({ hostname, protocol, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:") return connectPlain({ host, port: Number(port) || 80 });
  return connectTls({ host, port: Number(port) || 443, ...(isIP(host) ? {} : { servername: host }) });
}

/** Sends and reads until the server closes, falls silent or has had its time; whatever came by then counts. */
function converse(origin: URL, message: string, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = open(origin);
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => end(), timeoutMs);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      // Only after the head of the final response does silence mean that nothing more will come.
      if (withoutInterim(Buffer.concat(chunks)).includes(HEAD_END)) socket.setTimeout(SILENCE_MS, end);
      if (size > MAX_BYTES) end();
    });
    socket.on("end", end);
    socket.on("error", (error) => {
      clearTimeout(timer);
      if (size > 0) end();
      else reject(new NoResponse(error.message));
    });
    socket.write(message);
  });
}
