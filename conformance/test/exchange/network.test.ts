import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTarget } from "../../config/make-target.ts";
import { parseHeaders } from "../../config/read-headers.ts";
import { readProxies } from "../../config/read-network.ts";
import { DIRECT, type Network, proxyFor } from "../../exchange/network.ts";
import { sendOnRawSocket } from "../../exchange/raw-socket.ts";
import { Wire } from "../../exchange/wire.ts";
import { type Running, startReference } from "../../reference/server.ts";
import { checkServer } from "../../runner/check-server.ts";
import { probe } from "../../runner/server/wait-for-server.ts";
import {
  AUTHORITY,
  CLIENT_CERTIFICATE,
  CLIENT_KEY,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from "../support/certificates.ts";

const GET = { method: "GET", target: "/2.0/a/info/quota", headers: [], body: null };
const LIMITS = { timeoutMs: 20_000, maxBytes: 100_000 };
const TLS = { ca: AUTHORITY, cert: CLIENT_CERTIFICATE, key: CLIENT_KEY };

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const through = (proxy: string | null): Network["proxies"] => ({ http: proxy, https: proxy, except: [] });

let reference: Running;
let proxy: Server;
let secure: Server;
/** What the proxy was asked for. */
let asked: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "sync2-network-"));

beforeAll(async () => {
  reference = await startReference();
  const { port } = new URL(reference.endpoint.replace("{account}", "a"));
  // Before the reference server, for whom a client certificate opens.
  secure = createTlsServer(
    { key: SERVER_KEY, cert: SERVER_CERTIFICATE, ca: AUTHORITY, requestCert: true, rejectUnauthorized: true },
    (incoming, outgoing) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    },
  ).listen(0, "127.0.0.1");
  await once(secure, "listening");
  // Leads sync.example.test to one or the other; nobody else knows that name.
  proxy = createServer()
    .on("connect", ({ url = "", headers }, socket) => {
      asked.push([url, headers["proxy-authorization"]].join(" ").trim());
      socket.on("error", () => {});
      if (url.startsWith("closed.")) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      if (url.startsWith("guarded.") && !headers["proxy-authorization"])
        return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      const onward = connect(url.endsWith(":443") ? portOf(secure) : Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      onward.on("error", () => socket.destroy());
    })
    .listen(0, "127.0.0.1");
  await once(proxy, "listening");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const server of [proxy, secure]) server?.close();
  await reference?.close();
});

/** Statuses of an ordinary exchange and of one on a connection of its own. */
async function statuses(origin: string, network: Network): Promise<number[]> {
  const wire = new Wire(origin, 1, LIMITS, network);
  try {
    const { status } = await wire.send(GET);
    return [
      status,
      (await sendOnRawSocket(new URL(origin), GET, { timeoutMs: LIMITS.timeoutMs, network })).status,
    ];
  } finally {
    await wire.close();
  }
}

describe("A proxy", () => {
  const url = () => `http://127.0.0.1:${portOf(proxy)}`;

  test.each([
    ["http", "http://sync.example.test", "sync.example.test:80"],
    ["https", "https://sync.example.test", "sync.example.test:443"],
  ])("leads to servers of %s, by tunnels alone", async (_, origin, authority) => {
    asked = [];
    expect(await statuses(origin, { proxies: through(url()), tls: TLS })).toEqual([401, 401]);
    expect(asked).toEqual([authority, authority]);
  });

  test("leads a whole check there, and its password is in nothing that is kept", async () => {
    asked = [];
    const proxies = readProxies({ HTTP_PROXY: url().replace("//", "//me:pa%20ss@") });
    const config = { endpoint: "http://guarded.test/2.0/{account}", token: "reference-{account}" };
    const options = { header: ["X-Gateway-Key: open-sesame-1234"] };
    const target = makeTarget({ config, given: undefined, env: null, at: () => "here" }, options, proxies);
    const report = await checkServer(target, ["record.created"], { only: [] });
    expect(report.results).toMatchObject([{ rule: "record.created", outcome: "passed" }]);
    expect(asked[0]).toBe(`guarded.test:80 Basic ${Buffer.from("me:pa ss").toString("base64")}`);
    const kept = JSON.stringify(report);
    expect(kept).toContain("[X-Gateway-Key]");
    expect(kept).not.toMatch(/open-sesame|pa%20ss|pa ss/);
  });

  test.each([
    ["refuses", "http://closed.test", /proxy 127\.0\.0\.1:\d+ opens no tunnel to closed\.test:80: .* 403/],
    ["asks who it is", "http://guarded.test", /proxy .* asks for credentials \(407\): .*user:password@host/],
  ])("that %s is named, with what helps", async (_, origin, message) => {
    const network = { ...DIRECT, proxies: through(url()) };
    await expect(statuses(origin, network)).rejects.toThrow(message);
    await expect(sendOnRawSocket(new URL(origin), GET, { timeoutMs: 9000, network })).rejects.toThrow(
      message,
    );
  });

  test("that is not there is named", async () => {
    const network = { ...DIRECT, proxies: through("http://127.0.0.1:9") };
    await expect(statuses("http://sync.example.test", network)).rejects.toThrow(
      "the proxy 127.0.0.1:9 cannot be reached: connection refused",
    );
  });

  test.each([
    ["http://sync.example.test/", "", "web:1"],
    ["https://sync.example.test/", "", "secure:2"],
    ["http://127.0.0.1:8000/", "", null],
    ["http://localhost/", "", null],
    ["http://[::1]/", "", null],
    ["http://sync.example.test/", "example.test", null],
    ["http://sync.example.test/", "other, .example.test", null],
    ["http://sync.example.test/", "*.example.test", null],
    ["http://sync.example.test/", "sync.example.test:80", null],
    ["http://sync.example.test/", "sync.example.test:8080", "web:1"],
    ["http://notexample.test/", "example.test", "web:1"],
    ["http://sync.example.test/", "*", null],
  ])("of %s with NO_PROXY=%j is %s", (origin, NO_PROXY, host) => {
    const proxies = readProxies({
      HTTP_PROXY: "web:1",
      https_proxy: "http://secure:2",
      HTTPS_PROXY: "no:3",
      NO_PROXY,
    });
    expect(proxyFor(new URL(origin), { ...DIRECT, proxies })?.host ?? null).toBe(host);
  });

  test("of another kind is refused, and its password not repeated", () => {
    const read = () => readProxies({ HTTPS_PROXY: "socks5://me:secret@proxy:1080" });
    expect(read).toThrow(/^HTTPS_PROXY is not the URL of an HTTP proxy/);
    expect(read).not.toThrow(/secret/);
  });
});

test("Whether a server is ready is asked the same way as everything else", async () => {
  const origin = `https://127.0.0.1:${portOf(secure)}`;
  expect(await probe(`${origin}/`, 20_000, { ...DIRECT, tls: TLS })).toBe("ready");
  // Something is there, and shows nobody else what.
  expect(await probe(`${origin}/`, 20_000)).toBe("busy");
  const proxies = through(`http://127.0.0.1:${portOf(proxy)}`);
  expect(await probe("http://sync.example.test/", 20_000, { ...DIRECT, proxies })).toBe("ready");
});

describe("A private authority and a client certificate", () => {
  const origin = () => `https://127.0.0.1:${portOf(secure)}`;

  test("open a server", async () => {
    expect(await statuses(origin(), { ...DIRECT, tls: TLS })).toEqual([401, 401]);
  });

  test.each([
    ["authority", { ...TLS, ca: null }, /its TLS certificate is not accepted/],
    ["certificate", { ...TLS, cert: null, key: null }, /TLS|connection/],
  ])("are missed: the %s", async (_, tls, message) => {
    await expect(statuses(origin(), { ...DIRECT, tls })).rejects.toThrow(message);
  });

  test("come from files, and a check says what would help without them", async () => {
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const tls = {
      ca: file("ca.pem", AUTHORITY),
      cert: file("cert.pem", CLIENT_CERTIFICATE),
      key: file("key.pem", CLIENT_KEY),
    };
    const endpoint = `${origin()}/2.0/{account}`;
    const check = (own: object, ca?: string) => {
      const config = { endpoint, token: "reference-{account}", ...own };
      const parts = { config, given: undefined, env: null, at: (...path: unknown[]) => path.join(".") };
      return checkServer(makeTarget(parts, { ...(ca !== undefined && { ca }) }), ["record.created"], {
        only: [],
      });
    };
    expect((await check({ tls })).verdict).toBe("pass");
    await expect(check({})).rejects.toThrow(/--ca, as tls\.ca|tls\.cert and tls\.key/);
    await expect(check({}, tls.ca)).rejects.toThrow(/tls\.cert and tls\.key in the configuration/);
    await expect(async () => check({ tls: { cert: tls.cert } })).rejects.toThrow(/tls: lacks "key"/);
    await expect(async () => check({ tls: { ...tls, key: tls.cert } })).rejects.toThrow(
      /tls\.key: .*PRIVATE KEY/,
    );
    await expect(async () => check({}, join(folder, "none.pem"))).rejects.toThrow(
      /--ca: .*none\.pem cannot be read/,
    );
    const swapped = { ...tls, key: file("other.pem", SERVER_KEY) };
    await expect(async () => check({ tls: swapped })).rejects.toThrow(/tls: OpenSSL rejects it/);
  });
});

test("Header fields of the command line are refused without their values", () => {
  for (const line of ["Authorization: secret", "Host: secret", "a b: secret", "X-Key: sécret"]) {
    expect(() => parseHeaders([line])).toThrow(/^--header/);
    expect(() => parseHeaders([line])).not.toThrow(/s[eé]cret/);
  }
  expect(parseHeaders(["X-Key: a: b, c"])).toEqual([["X-Key", "a: b, c"]]);
});
