import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer as createHttp2, createSecureServer } from "node:http2";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Unusable } from "../../results/errors.ts";
import { measureClock } from "../../runner/preflight/measure-clock.ts";
import { preflight } from "../../runner/preflight/preflight.ts";
import { targetAt, withLabAt } from "../support/account-lenders.ts";
import { withServer } from "../support/servers.ts";

/** What the look before a run says of a place, as a run with `--wipe` does and one without. */
async function refusal(origin: string): Promise<string> {
  const said = new Set<string>();
  for (const wipe of [false, true]) {
    const error = await withLabAt(targetAt(origin, { wipe }), async (lender) => {
      for (const account of lender.accounts(lender.target, 1, () => {})) await measureClock(account);
      await preflight(lender);
    }).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(Unusable);
    said.add((error as Unusable).message.replaceAll(/r-\d+/g, "NAME"));
  }
  // Nothing that may be deleted makes another server of it.
  expect(said.size).toBe(1);
  const [message = ""] = said;
  expect(message).not.toMatch(/--wipe/);
  return message;
}

const page =
  (status: number, text: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "Content-Type": "text/html", Server: "nginx/1.22.1", ...headers }).end(text);

describe("what answers is named where it is no Sync 2.0 server:", () => {
  test.concurrent.each<[string, RequestListener, RegExp]>([
    [
      "a redirect",
      page(301, "Moved", { Location: "https://sync.example.test/2.0/" }),
      /redirects to https:\/\/sync\.example\.test\/2\.0\/ \(301\)\. The suite follows no redirect: give the URL/,
    ],
    ["a redirect to nowhere", page(302, "Moved"), /redirects \(302\)\./],
    ...[502, 503, 504].map((status): [string, RequestListener, RegExp] => [
      `a front whose server does not answer: ${status}`,
      page(status, "Bad Gateway"),
      new RegExp(
        `is a front \\(nginx/1\\.22\\.1\\) whose server does not answer \\(${status}\\)\\. Start that server`,
      ),
    ]),
    [
      "a wrong path: 404 to everything",
      (_, response) => response.writeHead(404).end("not here"),
      /is answered 404 by something that is not a Sync 2\.0 server: .*Is the path of the endpoint correct\?/,
    ],
    [
      "401 to everything",
      (_, response) => response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end(),
      /is answered 401 by something that is not a Sync 2\.0 server: .*may ask for its own credentials\. Check the token/,
    ],
    ["a page", page(200, "<html>It works!"), /is answered with a page of HTML \(200\) by nginx\/1\.22\.1/],
    ["a page for an error", page(404, "<html>Not found"), /with a page of HTML \(404\) by nginx/],
    [
      "nothing at all",
      (_, response) => response.end(),
      /is answered 200 by something that is not a Sync 2\.0/,
    ],
    [
      "500 to everything",
      (_, response) => response.writeHead(500).end("oops"),
      /is answered 500 by something/,
    ],
    [
      "a server that asks for a client certificate",
      page(400, "<html><h1>400 Bad Request</h1><center>No required SSL certificate was sent</center>"),
      /answers 400\. The server asks for a client certificate: .*tls\.cert/,
    ],
  ])("%s", async (_, listener, message) => {
    expect(await withServer(listener, refusal)).toMatch(message);
  });

  test.concurrent("what a redirect names is redacted and shown safely", async () => {
    const turns: RequestListener = ({ headers }, response) => {
      const token = headers.authorization?.replace("Bearer ", "") ?? "";
      response.writeHead(302, { Location: `/login?token=${token}&x=\x85` }).end();
    };
    const said = await withServer(turns, refusal);
    expect(said).toMatch(/redirects to \/login\?token=\[token of NAME\]&x=/);
    expect(said).not.toMatch(/canary/);
  });

  test.concurrent("a server of this protocol that cannot say what it holds is another matter", async () => {
    const odd: RequestListener = (_, response) =>
      response.writeHead(500, { "X-Weave-Timestamp": "1795000000" }).end();
    const message = await withServer(odd, async (origin) => {
      const error = await withLabAt(targetAt(origin, { wipe: false }), preflight).catch((failure) => failure);
      return (error as Error).message;
    });
    expect(message).toMatch(/cannot tell whether .* is empty: .*answered 500.*--wipe/);
  });
});

const pem = readFileSync(fileURLToPath(new URL("../support/hostile/self-signed.pem", import.meta.url)));
const secret = { key: pem, cert: pem };

/** Starts a server, and gives what is said of it by an endpoint of each protocol. */
async function at(server: Server, scheme: "http" | "https"): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  try {
    return await refusal(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe("what speaks is named where it is not what was expected:", () => {
  test.concurrent("TLS, where plain HTTP was named", async () => {
    expect(await at(createHttps(secret), "http")).toMatch(
      /cannot be reached: .*The server speaks TLS: write https:/,
    );
  });

  test.concurrent("a front that says so in HTTP", async () => {
    const says = page(400, "<center>The plain HTTP request was sent to HTTPS port</center>");
    expect(await withServer(says, refusal)).toMatch(/is answered with a page of HTML \(400\)/);
  });

  test.concurrent("plain HTTP, where TLS was named", async () => {
    const origin = (plain: string) => refusal(plain.replace("http:", "https:"));
    expect(await withServer(page(200, ""), origin)).toMatch(
      /cannot be reached: the TLS handshake failed: .*The server speaks plain HTTP: write http:/,
    );
  });

  test.concurrent("a certificate of an issuer that nobody knows here", async () => {
    expect(await at(createHttps(secret, page(200, "")), "https")).toMatch(
      /its TLS certificate is not accepted: self-signed certificate\. .*--ca, as tls\.ca .*NODE_EXTRA_CA_CERTS/,
    );
  });

  test.concurrent("HTTP/2 alone, in plain text and by TLS", async () => {
    const expected = /cannot be reached: .*speaks only HTTP\/2/;
    expect(await at(createHttp2() as unknown as Server, "http")).toMatch(expected);
    expect(await at(createSecureServer(secret) as unknown as Server, "https")).toMatch(expected);
  });

  test.concurrent("TLS that asks for a client certificate", async () => {
    const asks = createHttps({ ...secret, requestCert: true, rejectUnauthorized: true }, page(200, ""));
    expect(await at(asks, "https")).toMatch(/The server asks for a client certificate: name/);
  });
});
