/** Sends octets that no HTTP client would send. */
import { connect } from "node:net";

/** An answer as it came over the socket. */
export interface RawAnswer {
  status: number;
  /** By lower-case name. */
  headers: Map<string, string>;
  body: string;
}

/** Sends octets as they are, which no HTTP client would, and reads until the server closes the connection. */
export function sendRaw(endpoint: string, octets: string): Promise<RawAnswer> {
  const { port, hostname } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(octets));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("end", () => {
      socket.destroy();
      resolve(parse(Buffer.concat(chunks).toString()));
    });
    socket.setTimeout(5000, () => socket.destroy(new Error("the server neither answered nor closed")));
  });
}

/** A request of an account, complete but for what `lines` adds to its head. */
export function request(
  method: string,
  path: string,
  lines: string[] = [],
  body = "",
  account = "a",
): string {
  const head = [
    `${method} /2.0/${account}${path} HTTP/1.1`,
    "Host: localhost",
    "Connection: close",
    `Authorization: Bearer reference-${account}`,
    ...(body ? ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...lines,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

function parse(text: string): RawAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  return {
    status: Number(line.split(" ")[1]),
    headers: new Map(
      fields.map((field) => {
        const [name = "", ...value] = field.split(":");
        return [name.toLowerCase(), value.join(":").trim()];
      }),
    ),
    body: rest.join("\r\n\r\n"),
  };
}
