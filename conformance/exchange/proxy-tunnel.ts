import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";

/** Opens a tunnel through an HTTP proxy, by CONNECT. */

/** A proxy did not connect us to the server. The message names the proxy and the reason, without credentials. */
export class ProxyFailure extends Error {}

/**
 * Asks a proxy for a tunnel (RFC 9110, section 9.3.6), also for plain HTTP: then every octet arrives as the server sent
 * it.
 * @param authority host and port of the server
 * @throws ProxyFailure
 */
export function tunnel(proxy: URL, authority: string, timeoutMs: number): Promise<Socket> {
  const { request } = proxy.protocol === "https:" ? https : http;
  const connectRequest = request({
    method: "CONNECT",
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: Number(proxy.port) || (proxy.protocol === "https:" ? 443 : 80),
    path: authority,
    agent: false,
    headers: { Host: authority, ...credentials(proxy) },
    signal: AbortSignal.timeout(timeoutMs),
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new ProxyFailure(`the proxy ${proxy.host} ${why}`));
    connectRequest.once("connect", ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode >= 200 && statusCode < 300) {
        // The server may have sent octets already.
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      if (statusCode === 407)
        fail("asks for credentials (407): write them into its URL, http://user:password@host");
      else fail(`opens no tunnel to ${authority}: it answers CONNECT with ${statusCode}`);
    });
    // Some proxies answer CONNECT as if they were the server.
    connectRequest.once("response", ({ statusCode }) => {
      fail(`opens no tunnel to ${authority}: it answers CONNECT with ${statusCode}`);
      connectRequest.destroy();
    });
    connectRequest.once("error", ({ name, code, message }: NodeJS.ErrnoException) => {
      if (name === "AbortError" || name === "TimeoutError")
        fail(`opened no tunnel within ${timeoutMs / 1000} s`);
      else fail(`cannot be reached: ${code === "ECONNREFUSED" ? "connection refused" : message}`);
    });
    connectRequest.end();
  });
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
