import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { NoResponse } from "../../exchange/no-response.ts";
import { Wire } from "../../exchange/wire.ts";
import { budget, harBody } from "../../recorded/har-body.ts";
import { withServer } from "../support/servers.ts";

const GET = { method: "GET", target: "/", headers: [], body: null };
const MAX = 32_000;

/** What becomes of some requests, one after another, that are all answered alike. */
async function ask(count: number, headers: Record<string, string>, body: Uint8Array): Promise<string[]> {
  return withServer(
    (_, response) => response.writeHead(200, headers).end(body),
    async (origin) => {
      const wire = new Wire(origin, 1, { timeoutMs: 5000, maxBytes: MAX });
      const seen: string[] = [];
      for (let index = 0; index < count; index++) {
        const answer = await wire.send(GET).catch((error: Error) => error);
        if (answer instanceof Error && !(answer instanceof NoResponse)) throw answer;
        seen.push(answer instanceof Error ? answer.message : `${answer.body.length}`);
      }
      await wire.close();
      return seen;
    },
  );
}

test("the budget of large bodies counts what comes out of a content coding", async () => {
  const seen = await ask(50, { "Content-Encoding": "gzip" }, gzipSync(Buffer.alloc(30_000)));
  const good = seen.filter((each) => each === "30000").length;
  expect(good).toBe(35);
  expect(new Set(seen.slice(good))).toEqual(
    new Set([
      `the large bodies of this run exceed ${MAX * 32} octets together, which is a limit of this suite`,
    ]),
  );
});

test("so does what is refused for its size", async () => {
  const seen = await ask(50, { "Content-Encoding": "gzip" }, gzipSync(Buffer.alloc(1_000_000)));
  expect(seen[0]).toMatch(/^the gzip body cannot be decoded: /);
  expect(seen.at(-1)).toMatch(/^the large bodies of this run exceed/);
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty", "identity"])(
  "a content coding that is called %s is none",
  async (coding) => {
    expect(await ask(1, { "Content-Encoding": coding }, Buffer.from("{}"))).toEqual(["2"]);
  },
);

test("what comes out of the content codings of a recording is bounded in all", () => {
  const text = gzipSync(Buffer.alloc(1_000_000)).toString("base64");
  const of = (coding: string): [string, string][] => [["content-encoding", coding]];
  const read = (room: ReturnType<typeof budget>, coding = "gzip") =>
    harBody(
      { method: "GET", status: 200, headers: of(coding) },
      { content: { text, encoding: "base64" } },
      room,
    ).octets?.length ?? "unseen";
  const room = { left: 2_500_000 };
  expect([1, 2, 3, 4].map(() => read(room))).toEqual([1_000_000, 1_000_000, "unseen", "unseen"]);
  expect(room.left).toBe(0);
  expect(["constructor", "toString", "__proto__"].map((coding) => read(budget(), coding))).toEqual([
    ...["unseen", "unseen", "unseen"],
  ]);
});
