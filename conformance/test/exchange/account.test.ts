import type { RequestListener } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { withServer } from "../support/servers.ts";
import { accountAt, rawServer, TOKEN, talk } from "../support/talking.ts";

describe("what is sent", () => {
  const echo: RequestListener = async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, rawHeaders } = request;
    response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(chunks).toString("base64") }));
  };
  const seen = (answer: { json: unknown }) =>
    answer.json as { method: string; url: string; rawHeaders: string[]; body: string };

  test("a target untouched, any method, and octets as they are", async () => {
    await talk(echo, async ({ account }) => {
      const body = new RawBody(Buffer.from([0, 255, 10]), null);
      const {
        method,
        url,
        rawHeaders,
        body: octets,
      } = seen(await account.send("PATCH", "/a/../b//%2e?x=[1]", body));
      expect([method, url, octets]).toEqual(["PATCH", "/base/a/../b//%2e?x=[1]", "AP8K"]);
      expect(rawHeaders.join().toLowerCase()).not.toContain("content-type");
    });
  });

  test("names in their spelling, twice where they are given twice, lists with plain commas", async () => {
    await talk(echo, async ({ account }) => {
      const headers: [string, string][] = [
        ["x-MiXed", "1"],
        ["x-MiXed", "2"],
      ];
      const { rawHeaders, url } = seen(
        await account.get("/c", { headers, query: { ids: "a,b c", limit: 1 } }),
      );
      expect(url).toBe("/base/c?ids=a,b%20c&limit=1");
      const pairs = rawHeaders.flatMap((name, index) => (name === "x-MiXed" ? [rawHeaders[index + 1]] : []));
      expect(pairs).toEqual(["1", "2"]);
    });
  });

  test("a body in chunks, with a rest after the first, where its transfer coding says so", async () => {
    const chunks: string[] = [];
    const keep: RequestListener = async (request, response) => {
      for await (const chunk of request) chunks.push(String(chunk));
      response.end(JSON.stringify({ rawHeaders: request.rawHeaders }));
    };
    await talk(keep, async ({ account }) => {
      const headers: [string, string][] = [["Transfer-Encoding", "chunked"]];
      const { rawHeaders } = seen(
        await account.put("/c", new RawBody("abcdefgh"), { headers, rest: pause(50) }),
      );
      expect(chunks[0]).toBe("abc");
      expect(chunks.join("")).toBe("abcdefgh");
      const names = rawHeaders.map((text) => text.toLowerCase());
      expect(names.filter((name) => name === "transfer-encoding")).toHaveLength(1);
      expect(names).not.toContain("content-length");
    });
  });
});

describe("what comes back", () => {
  test("a redirect is an answer, not followed", async () => {
    await talk(
      (_, response) => response.writeHead(302, { Location: "/elsewhere" }).end(),
      async ({ account }) => expect((await account.get("/c")).status).toBe(302),
    );
  });

  test("a header twice stays twice", async () => {
    await rawServer(
      "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n",
      async ({ account }) => {
        const answer = await account.get("/c");
        expect(answer.headers.filter(([name]) => name.toLowerCase() === "x-a")).toEqual([
          ["X-A", "1"],
          ["x-a", "2"],
        ]);
        expect(answer.header("X-A")).toBe("1, 2");
        expect(answer.integer("X-A")).toBeUndefined();
      },
    );
  });

  test("a 304 with the Content-Length of the 200 is a 304", async () => {
    await rawServer("HTTP/1.1 304 Not Modified\r\nContent-Length: 52\r\n\r\n", async ({ account }) => {
      const answer = await account.get("/c");
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
    });
  });

  test("a body after a 304 is seen on a bare connection", async () => {
    await rawServer("HTTP/1.1 304 Not Modified\r\nX-A: 1\r\n\r\nsecret body", async ({ account }) => {
      const answer = await account.get("/c", { bare: true });
      expect([answer.status, answer.header("x-a"), answer.text]).toEqual([304, "1", "secret body"]);
    });
  });

  test.each([
    ["503 Unavailable", "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n", "abc0123456789"],
    ["503 Unavailable", "0\r\n\r\n", ""],
    ["503 Unavailable", "3\r\nabc", "3\r\nabc"],
    ["503 Unavailable", "3\r\nabcd\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n"],
    ["503 Unavailable", "ffffffff\r\nabc\r\n", "ffffffff\r\nabc\r\n"],
    ["503 Unavailable", "no chunk", "no chunk"],
    ["304 Not Modified", "0\r\n\r\n", "0\r\n\r\n"],
  ])("a bare connection reads chunks where a body may be: %s, %j", async (status, body, text) => {
    await rawServer(
      `HTTP/1.1 ${status}\r\ntransfer-encoding: Chunked\r\n\r\n${body}`,
      async ({ account }) => {
        expect((await account.get("/c", { bare: true })).text).toBe(text);
      },
    );
  });

  test("a bare connection passes over interim responses, and waits for a slow one", async () => {
    const early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    await rawServer(`${early}${early}HTTP/1.1 304 Not Modified\r\nX-A: 1\r\n\r\n`, async ({ account }) => {
      const answer = await account.get("/c", { bare: true });
      expect([answer.status, answer.header("x-a"), answer.text]).toEqual([304, "1", ""]);
    });
    await withServer(
      (_, response) => {
        response.writeEarlyHints({ link: "</a>" });
        setTimeout(() => response.end("late"), 2300);
      },
      async (origin) => {
        const { account, close } = accountAt(origin, 5000);
        expect((await account.get("/c", { bare: true })).status).toBe(200);
        await close();
      },
    );
  });

  test("a bare connection that never answers is given up in time", async () => {
    await talk(
      () => {},
      async ({ account, exchanges }) => {
        expect((await account.get("/c", { bare: true })).status).toBe(0);
        expect(exchanges[0]?.error).toMatch(/no complete response within 0\.5 s/);
      },
    );
  });

  test.each<[string, RequestListener, RegExp]>([
    ["never", () => {}, /no complete response within 0\.5 s/],
    [
      "drop by drop",
      (_, response) => {
        const timer = setInterval(() => response.write("x"), 100);
        response.on("close", () => clearInterval(timer));
      },
      /no complete response within 0\.5 s/,
    ],
    ["too large", (_, response) => response.end(Buffer.alloc(200_000)), /exceeds 100000 octets/],
    [
      "too large when decoded",
      (_, response) => response.setHeader("Content-Encoding", "gzip").end(gzipSync(Buffer.alloc(300_000))),
      /gzip body cannot be decoded/,
    ],
    [
      "as no gzip",
      (_, response) => response.setHeader("Content-Encoding", "gzip").end("x"),
      /cannot be decoded/,
    ],
    [
      "half",
      (request, response) => {
        response.writeHead(200, { "Content-Length": 100 }).write("half");
        setTimeout(() => request.socket.destroy(), 50);
      },
      /.+/,
    ],
  ])("an answer that comes %s is no answer, and says why", async (_, listener, reason) => {
    await talk(listener, async ({ account, exchanges }) => {
      expect((await account.get("/c")).status).toBe(0);
      expect(exchanges[0]?.error).toMatch(reason);
      expect(exchanges[0]?.response).toBeNull();
    });
  });
});

describe("a transcript", () => {
  test("keeps no credential, in whatever form a server sends it back", async () => {
    const forms = [TOKEN, Buffer.from(TOKEN).toString("base64"), encodeURIComponent(TOKEN)];
    const listener: RequestListener = (_, response) =>
      response.writeHead(200, { "X-Echo": TOKEN }).end(`${"x".repeat(4090)}${forms.join()}`);
    await talk(listener, async ({ account, exchanges }) => {
      await account.put("/storage/c/a", { payload: TOKEN }, { query: `token=${TOKEN}` });
      const kept = JSON.stringify(exchanges);
      // Not even the part of it that stands before the cut.
      expect(kept).not.toContain(TOKEN.slice(0, 6));
      expect(kept).toContain("[token of me]");
    });
  });

  test("keeps a bounded part of a body, and octets that are no text as base64", async () => {
    const listener: RequestListener = (_, response) => response.end(Buffer.alloc(50_000, 0xff));
    await talk(listener, async ({ account, exchanges }) => {
      await account.get("/c");
      const body = exchanges[0]?.response?.body;
      expect(body).toMatchObject({ encoding: "base64", bytes: 50_000, truncated: true });
      expect(Buffer.from(body?.text ?? "", "base64").length).toBe(4096);
    });
  });
});
