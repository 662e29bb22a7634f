import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { server as library } from "hawk";
import { describe, expect, test } from "vitest";
import { Account } from "../../exchange/account.ts";
import { type Credentials, keyring, secretsOf, withWrongSecret } from "../../exchange/credentials.ts";
import { hawkHeader } from "../../exchange/hawk.ts";
import { Redactor } from "../../exchange/redactor.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { Wire } from "../../exchange/wire.ts";
import { curlLine } from "../../results/curl-command.ts";
import type { Exchange, HeaderList } from "../../results/report-model.ts";
import { withServer } from "../support/servers.ts";

const KEY = "canary-key-5d0e";
const HAWK = { scheme: "hawk", id: "dh37fgj492je", key: KEY } as const;
const BASIC = { scheme: "basic", username: "ann", password: "canary-päss:word" } as const;
const BEARER = { scheme: "bearer", token: "canary-token-77" } as const;

/** Verifies each request as the library has it, and says why not; it answers with what it was sent. */
async function verify(request: IncomingMessage): Promise<{ status: number; said: unknown }> {
  const body = await buffer(request);
  const { authorization = "" } = request.headers;
  try {
    const find = () => ({ key: KEY, algorithm: "sha256", user: "ann" }) as const;
    const payload = authorization.includes("hash=") ? { payload: body as never } : {};
    await library.authenticate(request, find, { timestampSkewSec: 60, ...payload });
    return { status: 200, said: { authorization, bare: /mac="([^"]+)/.exec(authorization)?.[1] } };
  } catch (error) {
    return { status: 401, said: `${(error as Error).message} ${authorization}` };
  }
}

/** An account of a server that takes Hawk credentials. */
async function talk<T>(
  main: Credentials,
  work: (account: Account, exchanges: Exchange[]) => Promise<T>,
  headers: HeaderList = [],
) {
  const listener = async (request: IncomingMessage, response: import("node:http").ServerResponse) => {
    const { status, said } = await verify(request);
    response
      .writeHead(status, { "X-Echo": request.headers.authorization ?? "none" })
      .end(JSON.stringify(said));
  };
  return withServer(listener, async (origin) => {
    const wire = new Wire(origin, 2, { timeoutMs: 2000, maxBytes: 100_000 });
    const keys = keyring(main);
    const redactor = new Redactor(secretsOf(keys, "me"));
    const exchanges: Exchange[] = [];
    const endpoint = new URL(`${origin}/2.0/me/`);
    const access = { name: "me", endpoint, keys, headers, wire, timeoutMs: 2000, redactor };
    const account = new Account(access, (exchange) => exchanges.push(exchange));
    return work(account, exchanges).finally(() => wire.close());
  });
}

test("no part of a secret is left where a text was cut, and nothing else is hidden", () => {
  const redactor = new Redactor([{ text: "s3cret-of-mine", label: "[token of me]" }]);
  for (let length = 6; length < "s3cret-of-mine".length; length++) {
    const cut = "s3cret-of-mine".slice(0, length);
    expect(redactor.text(`got ${cut}… (900 octets)`)).toBe("got [token of me]… (900 octets)");
  }
  const harmless = "got s3cr… and s3cret-ofmine, s3cret of… me";
  expect(redactor.text(harmless)).toBe(harmless);
});

describe("Hawk vouches for", () => {
  test.each(["/storage/c/a", "/a/../b//%2e?x=[1]", "/c%2Fd/%7e?q='é|{}\\", "?", "/c?ids=a,b"])(
    "the target as it is sent: %s",
    async (path) => {
      await talk(HAWK, async (account) => {
        // Octets beyond ASCII are sent as they are encoded by the client; the suite sends none.
        const sent = path.replace("é", "%c3%A9");
        for (const method of ["GET", "DELETE", "PATCH"]) {
          expect((await account.send(method, sent, null)).status).toBe(200);
        }
        expect((await account.head(sent)).status).toBe(200);
        expect((await account.get(sent, { bare: true })).status).toBe(200);
      });
    },
  );

  test("a query that is encoded on the way", async () => {
    await talk(HAWK, async (account) => {
      expect((await account.get("/c", { query: { ids: "a,b c", limit: 1 } })).status).toBe(200);
    });
  });

  test.each<[string, RawBody]>([
    ["JSON", RawBody.json({ payload: "é" })],
    ["octets", new RawBody(Buffer.from([0, 255, 10]), "Application/Octet-Stream; x=y")],
    ["nothing", new RawBody("", "application/json")],
    ["no type", new RawBody("x", null)],
  ])("a body of %s", async (_, body) => {
    await talk(HAWK, async (account, exchanges) => {
      expect((await account.put("/storage/c/a", body)).status).toBe(200);
      const { headers } = (exchanges[0] as Exchange).request;
      expect(headers[0]?.[1]).toMatch(
        /^Hawk id="dh37fgj492je", ts="\d+", nonce="[\w-]+", hash="[^"]+", mac="\[mac\]"$/,
      );
    });
  });
});

describe("a check may have signed otherwise", () => {
  const path = "/storage/c/a";
  const body = { payload: "x" };
  test.each<[string, Parameters<typeof hawkHeader>, number]>([
    ["the very request", [null as never, "PUT", path, { body }], 200],
    ["its query too", [null as never, "PUT", path, { body, query: { a: 1 } }], 401],
    ["without a hash", [null as never, "PUT", path, {}], 200],
    ["with another hash", [null as never, "PUT", path, { hash: "bm9uZQ==" }], 401],
    ["the hash of another body", [null as never, "PUT", path, { body: { payload: "y" } }], 401],
    ["another method", [null as never, "POST", path, { body }], 401],
    ["another path", [null as never, "PUT", `${path}b`, { body }], 401],
    ["another host", [null as never, "PUT", path, { body, host: "other.example" }], 401],
    ["another port", [null as never, "PUT", path, { body, port: 1 }], 401],
    ["another key", [null as never, "PUT", path, { body, key: "another" }], 401],
    ["another code", [null as never, "PUT", path, { body, mac: "bm9uZQ==" }], 401],
    ["long ago", [null as never, "PUT", path, { body, timestamp: 1_500_000_000 }], 401],
    ["with its own nonce", [null as never, "PUT", path, { body, nonce: "abc" }], 200],
  ])("%s", async (_, [, method, target, options], status) => {
    await talk(HAWK, async (account) => {
      const authorization = hawkHeader(account, method, target, options);
      expect((await account.put(path, RawBody.json(body), { authorization })).status).toBe(status);
      if (options?.nonce) expect(authorization).toContain(`nonce="${options.nonce}"`);
    });
  });

  test("in the name of nobody", async () => {
    await talk(HAWK, async (account) => {
      expect(hawkHeader(account, "GET", "/c", { id: "" })).toMatch(/^Hawk id="", ts=/);
      expect(hawkHeader(account, "GET", "/c", { id: "$&" })).toMatch(/^Hawk id="\$&", ts=/);
    });
  });

  test("or by other credentials", async () => {
    await talk(HAWK, async (account) => {
      expect((await account.get("/c", { credentials: withWrongSecret(HAWK) })).status).toBe(401);
      expect((await account.get("/c", { credentials: HAWK })).status).toBe(200);
      expect((await account.get("/c", { credentials: { scheme: "none" } })).json).not.toContain("Hawk id");
    });
  });
});

describe("nothing stays of the secrets of", () => {
  test.each<[string, Credentials, string[]]>([
    ["bearer", BEARER, [BEARER.token]],
    ["hawk", HAWK, [KEY]],
    ["basic", BASIC, [BASIC.password, Buffer.from(`${BASIC.username}:${BASIC.password}`).toString("base64")]],
  ])("%s in a transcript", async (_, credentials, secrets) => {
    await talk(credentials, async (account, exchanges) => {
      await account.get("/c");
      await account.put("/storage/c/a", RawBody.json({ payload: JSON.stringify(account.credentials) }));
      const whole = account.authorization ?? hawkHeader(account, "GET", "/c");
      for (const authorization of [
        `${whole}x`,
        whole.slice(0, -1),
        whole.toLowerCase().replace("mac", "Mac"),
      ]) {
        await account.get("/c", { authorization });
      }
      const kept = JSON.stringify([exchanges, exchanges.map(curlLine)]);
      for (const secret of secrets) {
        expect(kept).not.toContain(secret);
        expect(kept).not.toContain(secret.slice(0, -1));
        expect(kept).not.toContain(encodeURIComponent(secret));
      }
      expect(kept).not.toContain("canary");
      const code = /mac="([^"]+)/i.exec(whole)?.[1];
      if (code) expect(kept).not.toContain(code);
    });
  });

  test("a request, wherever a server sends its code back", async () => {
    await talk(HAWK, async (account, exchanges) => {
      const answer = await account.get("/c");
      const { bare } = answer.json as { bare: string };
      expect(bare.length).toBe(44);
      expect(JSON.stringify(exchanges)).not.toContain(bare);
      expect(exchanges[0]?.response?.body?.text).toContain('"bare":"[mac]"');
    });
  });
});

test("header fields of a scenario go with every request that has none of the name", async () => {
  const headers: HeaderList = [
    ["User-Agent", "Old/1.0"],
    ["X-Other", "1"],
  ];
  await talk(
    BEARER,
    async (account, exchanges) => {
      await account.get("/c", { headers: [["user-agent", "Own/1.0"]] });
      await account.get("/c");
      const sent = exchanges.map(({ request }) => request.headers.slice(1));
      expect(sent).toEqual([[["user-agent", "Own/1.0"], headers[1]], headers]);
    },
    headers,
  );
});

test.each([0, 1, 300, 599])(
  "a body full of a long secret shows no part of it, whatever it begins with: %s",
  (shift) => {
    const text = Array.from({ length: 600 }, (_, index) => String.fromCharCode(33 + ((index * 7) % 90))).join(
      "",
    );
    const redactor = new Redactor([{ text, label: "#" }]);
    const body = Buffer.from("-".repeat(shift) + text.repeat(200));
    const kept = redactor.body(body);
    expect(kept).toMatchObject({ bytes: body.length, truncated: true });
    expect(kept?.text).toMatch(/^-*#*$/);
  },
);
