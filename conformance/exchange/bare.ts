import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { HeaderList } from "../report/model.ts";
import { NoResponse, type WireRequest, type WireResponse } from "./wire.ts";

/** A server that keeps the connection open although it was asked not to is not waited for any longer. */
const SILENCE_MS = 2000;
const MAX_BYTES = 1024 * 1024;

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
  const octets = await converse(origin, `${lines.join("\r\n")}\r\n\r\n`, Math.min(timeoutMs, SILENCE_MS));
  const end = octets.indexOf("\r\n\r\n");
  const [first = "", ...fields] = octets.subarray(0, Math.max(end, 0)).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!status) throw new NoResponse("what came is no HTTP response");
  return { status, headers: fields.map(field), body: octets.subarray(end + 4) };
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

function converse(origin: URL, message: string, silenceMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = open(origin);
    const chunks: Buffer[] = [];
    let size = 0;
    const end = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BYTES) end();
    });
    socket.on("end", end).setTimeout(silenceMs, end);
    socket.on("error", (error) => reject(new NoResponse(error.message)));
    socket.write(message);
  });
}
