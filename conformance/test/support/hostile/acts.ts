/** The ways in which a hostile server answers one request. */
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { TestableRuleId } from "../../../../generated/rules.ts";

/** An answer as it would be sent by a server that means well. */
export interface Meant {
  method: string;
  /** Raw request target. */
  target: string;
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Answers one request, on its bare connection, in a way of its own. */
export type Act = (socket: Socket, meant: Meant) => void;

/** The first line and the fields, without the empty line that ends them. */
function headOf({ status, headers }: Pick<Meant, "status" | "headers">): string {
  return [`HTTP/1.1 ${status} Some`, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
}

/** Sends an answer as it is meant. */
export function sendMeant(socket: Socket, meant: Meant): void {
  const bodiless = meant.method === "HEAD" || meant.status === 204 || meant.status === 304;
  const length = bodiless ? "" : `\r\nContent-Length: ${meant.body.length}`;
  send(socket, `${headOf(meant)}${length}\r\n\r\n`, bodiless ? Buffer.alloc(0) : meant.body);
}

const quiet = new WeakSet<Socket>();

/** A client that gives up is no error here. */
export function unheard(socket: Socket): void {
  if (!quiet.has(socket)) socket.on("error", () => socket.destroy());
  quiet.add(socket);
}

/** Sends these octets, in one piece. */
function send(socket: Socket, ...parts: (string | Uint8Array)[]): void {
  if (!socket.writable) return;
  socket.write(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
}

/** Sends another body than the one that is meant. */
function instead(body: (meant: Meant) => string | Uint8Array): Act {
  return (socket, meant) => {
    const headers = meant.headers.filter(([name]) => name.toLowerCase() !== "content-type");
    sendMeant(socket, {
      ...meant,
      status: meant.status === 204 ? 200 : meant.status,
      headers: [...headers, ["Content-Type", "application/json"]],
      body: Buffer.from(body(meant) as Uint8Array),
    });
  };
}

/** Sends the same again and again, as fast as it is taken. */
function pour(socket: Socket, octets: string | Uint8Array): void {
  const go = () => {
    while (!socket.destroyed && socket.write(octets));
    if (!socket.destroyed) socket.once("drain", go);
  };
  go();
}

/** Sends an octet a second. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] as string), 1000);
  socket.on("close", () => clearInterval(timer));
}

const CHUNKED = "\r\nTransfer-Encoding: chunked\r\n\r\n";
const BLOCK = 64 * 1024;
/** One gibibyte in one mebibyte. */
const BOMB = Buffer.concat(Array.from({ length: 64 }, () => gzipSync(Buffer.alloc(16 * 1024 * 1024))));
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

/** No usable response ever comes of these. */
export const MUTE: Record<string, Act> = {
  "never answers": () => {},
  "closes the connection without a word": (socket) => socket.destroy(),
  "resets the connection": (socket) => socket.resetAndDestroy(),
  "sends one octet of its head a second": (socket, meant) => drip(socket, `${headOf(meant)}\r\n\r\n`),
  "sends one octet of its body a second": (socket, meant) => {
    send(socket, `${headOf(meant)}\r\nContent-Length: 100000\r\n\r\n`);
    drip(socket, "{} ");
  },
  "sends a body without end": (socket, meant) => {
    send(socket, headOf(meant), CHUNKED);
    pour(socket, `${BLOCK.toString(16)}\r\n${" ".repeat(BLOCK)}\r\n`);
  },
  "sends a body without end, in chunks of one octet": (socket, meant) => {
    send(socket, headOf(meant), CHUNKED);
    pour(socket, "1\r\n \r\n".repeat(BLOCK / 6));
  },
  "sends header fields without end": (socket, meant) => {
    send(socket, `${headOf(meant)}\r\n`);
    pour(socket, "X-More: and more\r\n".repeat(BLOCK / 18));
  },
  "sends one header field without end": (socket, meant) => {
    send(socket, `${headOf(meant)}\r\nX-More: `);
    pour(socket, "x".repeat(BLOCK));
  },
  "sends more header fields than anybody needs": (socket, meant) =>
    sendMeant(socket, {
      ...meant,
      headers: [...meant.headers, ...Array.from({ length: 4000 }, (): [string, string] => ["X", ""])],
    }),
  "sends a gzip bomb": (socket, meant) =>
    send(socket, headOf(meant), `\r\nContent-Encoding: gzip\r\nContent-Length: ${BOMB.length}\r\n\r\n`, BOMB),
  "sends what is no gzip for gzip": (socket, meant) =>
    sendMeant(socket, {
      ...meant,
      status: 200,
      headers: [...meant.headers, ["Content-Encoding", "gzip"]],
      body: Buffer.from("{}"),
    }),
  "says more octets than it sends, and waits": (socket, meant) =>
    send(socket, headOf(meant), `\r\nContent-Length: ${meant.body.length + 5}\r\n\r\n`, meant.body),
  "says more octets than it sends, and closes": (socket, meant) => {
    send(socket, headOf(meant), `\r\nContent-Length: ${meant.body.length + 5}\r\n\r\n`, meant.body);
    socket.end();
  },
  "sends more octets than it says": (socket, meant) => {
    send(socket, headOf(meant), `\r\nContent-Length: ${meant.body.length}\r\n\r\n`, meant.body, "and more");
  },
  "says two different lengths": (socket, meant) =>
    send(socket, headOf(meant), "\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
  "closes half-way through the head": (socket, meant) => {
    send(socket, headOf(meant).slice(0, -4));
    socket.end();
  },
  "closes half-way through a chunked body": (socket, meant) => {
    send(socket, headOf(meant), CHUNKED, "5\r\n{ \r\n");
    socket.end();
  },
  "sends what is no HTTP": (socket) => send(socket, "220 mail.example ESMTP\r\n\r\n"),
  "sends 100 Continue without end": (socket) => pour(socket, "HTTP/1.1 100 Continue\r\n\r\n".repeat(2000)),
  "sends 103 Early Hints without end": (socket) =>
    pour(socket, "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n".repeat(1000)),
  "switches to another protocol": (socket) =>
    send(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
};

/** Responses come of these, as HTTP has them, but none is what the document says. */
export const MISLEADING: Record<string, Act> = {
  "redirects to itself": (socket, meant) =>
    sendMeant(socket, { ...meant, status: 307, headers: [...meant.headers, ["Location", meant.target]] }),
  "sends invalid UTF-8": instead(() => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  "sends invalid JSON": instead(({ body }) => `${body}}`),
  "sends JSON of 200 levels": instead(() => nested(200)),
  "sends JSON of 100000 levels": instead(() => nested(100_000)),
  "sends records of 100000 levels": instead(() => `{"items":[{"id":"a","payload":${nested(100_000)}}]}`),
  "sends a megabyte of JSON": instead(() => `[${"0,".repeat(500_000)}0]`),
};

interface Partial {
  of(meant: Meant): boolean;
  act: Act;
  /** The rule that is broken by it. */
  rule: TestableRuleId;
}

/** Done to some answers; all others are as they are meant. */
export const PARTIAL: Record<string, Partial> = {
  "sends a body with 204": {
    of: ({ status }) => status === 204,
    rule: "delete.ok",
    act: (socket, meant) => send(socket, headOf(meant), "\r\n\r\n", "surplus"),
  },
  "sends a body with 204, and closes": {
    of: ({ status }) => status === 204,
    rule: "delete.ok",
    act: (socket, meant) => {
      send(socket, headOf(meant), "\r\nConnection: close\r\n\r\n", "surplus");
      socket.end();
    },
  },
  "sends a body of a stated length with 204": {
    of: ({ status }) => status === 204,
    rule: "delete.ok",
    act: (socket, meant) => send(socket, headOf(meant), "\r\nContent-Length: 7\r\n\r\n", "surplus"),
  },
  "sends a body with 304": {
    of: ({ status }) => status === 304,
    rule: "conditional.modified.no-body",
    act: (socket, meant) => send(socket, headOf(meant), "\r\n\r\n", "surplus"),
  },
  "sends two versions": {
    of: ({ headers }) => headers.some(([name]) => name.toLowerCase() === "x-last-modified-version"),
    rule: "header.version.present",
    act: (socket, meant) =>
      sendMeant(socket, { ...meant, headers: [...meant.headers, ["X-Last-Modified-Version", "1"]] }),
  },
  "sends two media types": {
    of: ({ body }) => body.length > 0,
    rule: "record.get.ok",
    act: (socket, meant) =>
      sendMeant(socket, { ...meant, headers: [...meant.headers, ["Content-Type", "text/html"]] }),
  },
};
