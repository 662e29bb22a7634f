import type { RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type accountAt, rawServer, talk } from "../support/talking.ts";

describe("a server cannot make the suite take for an answer, or hold,", () => {
  const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  test("what is followed by more than it says", async () => {
    await rawServer(`${OK}surplus`, async ({ account, exchanges }) => {
      expect((await account.get("/c")).status).toBe(0);
      expect(exchanges[0]?.error).toBe("octets followed the end of the response");
    });
  });

  test.each<[string, number, string[]]>([
    [
      "what is followed by more a moment later",
      5,
      ["octets followed the end of the response before this one"],
    ],
    ["but for a farewell to an idle connection", 1500, []],
  ])("%s", async (_, wait, expected) => {
    let hear = () => {};
    const answered = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const late: RequestListener = async ({ socket }) => {
      socket.write(OK);
      // On a busy machine both would be read at once otherwise.
      await answered;
      await sleep(wait);
      socket.end("HTTP/1.1 408 Request Timeout\r\n\r\n");
    };
    const work = async ({ account, exchanges }: ReturnType<typeof accountAt>) => {
      await account.get("/c");
      hear();
      await sleep(wait + 400);
      await account.get("/c");
      expect(exchanges.flatMap(({ error }) => error ?? [])).toEqual(expected);
    };
    await talk(late, work, 5000);
  });

  test("more header fields than anybody needs", async () => {
    await rawServer(
      `HTTP/1.1 200 OK\r\n${"a:\r\n".repeat(2100)}Content-Length: 2\r\n\r\n{}`,
      async ({ account, exchanges }) => {
        await account.get("/c");
        expect(exchanges[0]?.error).toBe(
          "the response has 2101 header fields, more than 2000, which is a limit of this suite",
        );
      },
    );
  });

  test("many bodies at a time", async () => {
    const most: RequestListener = (_, response) => {
      response.write(Buffer.alloc(90_000));
      setTimeout(() => response.end(), 200);
    };
    await talk(
      most,
      async ({ account, exchanges }) => {
        await Promise.all([1, 2, 3, 4].map(() => account.get("/c")));
        const errors = exchanges.flatMap(({ error }) => error ?? []);
        expect(new Set(errors)).toEqual(
          new Set([
            "the response bodies under way exceed 200000 octets together, which is a limit of this suite",
          ]),
        );
        // Once they are over, there is room again.
        expect((await account.get("/c")).status).toBe(200);
      },
      5000,
    );
  });

  test("large bodies, one after another, without end", async () => {
    const large: RequestListener = ({ url }, response) =>
      response.end(Buffer.alloc(url?.endsWith("small") ? 3000 : 90_000));
    await talk(
      large,
      async ({ account, exchanges }) => {
        for (let round = 0; round < 40; round++) await account.get("/c");
        const errors = exchanges.flatMap(({ error }) => error ?? []);
        expect(errors).toEqual(
          Array.from(
            { length: 4 },
            () =>
              "the large bodies of this run exceed 3200000 octets together, which is a limit of this suite",
          ),
        );
        expect((await account.get("/small")).status).toBe(200);
      },
      5000,
    );
  });

  test.each<[string, string, RegExp]>([
    ["interim responses without end", "HTTP/1.1 103 Hints\r\n\r\n".repeat(60_000), /exceeds 1048576 octets/],
    ["a head without end", `HTTP/1.1 200 OK\r\n${"X-A: 1\r\n".repeat(150_000)}`, /exceeds 1048576 octets/],
    ["half a head", "HTTP/1.1 200 OK\r\nX-A: 1", /closed before the head of the response was complete/],
    ["what is no HTTP", "220 mail\r\n\r\n", /not an HTTP response/],
  ])("on a bare connection, %s", async (_, octets, reason) => {
    await rawServer(octets, async ({ account, exchanges }) => {
      expect((await account.get("/c", { bare: true })).status).toBe(0);
      expect(exchanges[0]?.error).toMatch(reason);
    });
  });
});
