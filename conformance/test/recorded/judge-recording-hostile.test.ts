import { expect, test } from "vitest";
import { pathsBelow } from "../../recorded/find-endpoints.ts";
import { CANARY } from "../support/command.ts";
import { judge, judged } from "../support/judging.ts";
import { entry, har } from "../support/recorded-client.ts";

const OURS: [string, string][] = [["x-weave-timestamp", "no number"]];

/** A text that looks random. */
function random(length: number, seed: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ((state >>> 16) % 36).toString(36);
  }).join("");
}

test("an authorization of 45 KB is hidden, and breaks nothing", async () => {
  const secret = `${CANARY}${random(45_000, 7)}`;
  const shown = entry("GET", "https://a.test/2.0/one/info/quota", 200, [
    ...OURS,
    ["authorization", `Bearer ${secret}`],
    ["x-weave-backoff", secret],
  ]);
  const { code, out, err } = await judge(har([shown]));
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toContain("X-Weave-Backoff: [redacted]");
});

test("four hundred distinct cookies of 3 KB take no longer than the file", async () => {
  const entries = Array.from({ length: 400 }, (_, index) => {
    const cookie = `${random(3000, index + 3)}${index}`;
    const made = entry("GET", "https://a.test/2.0/one/info/quota", 200, [
      ...OURS,
      ["x-weave-backoff", cookie],
    ]);
    made.request.headers.push({ name: "cookie", value: `sid=${cookie}` });
    return made;
  });
  const { seen } = await judged(har(entries));
  const told = (seen as { got: string }[]).filter(({ got }) => got.startsWith("X-Weave-Backoff"));
  expect(new Set(told.map(({ got }) => got))).toEqual(new Set(["X-Weave-Backoff: [redacted]"]));
  expect(told).toHaveLength(400);
});

test("a URL of twenty thousand segments is one like any other", async () => {
  const long = "/x".repeat(20_000);
  const entries = ["", "/info/quota", "/storage/c"].map((path) =>
    entry("GET", `https://a.test/2.0/one${long}${path}`, 200, OURS),
  );
  const good = entry("GET", "https://a.test/2.0/one/info/quota", 200, OURS);
  expect(await judged(har([...entries, good]))).toMatchObject({
    endpoints: ["https://a.test/2.0/one"],
    judged: 1,
  });
});

test("accounts may stand anywhere in a segment, and time is linear in both", () => {
  const { pathOf } = pathsBelow([
    "https://a.test/a-{account}-b-{account}",
    "https://a.test/{account}{account}",
  ]);
  const at = (path: string) => pathOf({ url: `https://a.test${path}` } as Parameters<typeof pathOf>[0]);
  expect(["/a-1-b-2/x", "/a--b-/x", "/xy", "/x/y", "/a-b-b-b"].map(at)).toEqual(["/x", "/x", "/", null, "/"]);
  const many = pathsBelow([`https://a.test/${"{account}a".repeat(1000)}!`]);
  const url = `https://a.test/${"a".repeat(1_000_000)}`;
  expect(many.pathOf({ url } as Parameters<typeof pathOf>[0])).toBeNull();
});

test.each<[string, (made: ReturnType<typeof entry>) => void, RegExp]>([
  [
    "a header value",
    (made) => made.response.headers.push({ name: "x-weave-backoff", value: CANARY.repeat(40_000) }),
    /: entry 1: response\.headers has \d+ characters, more than the 262144 that this suite reads\. Take that entry out of the file\.$/,
  ],
  [
    "header values, each of them short",
    (made) =>
      made.request.headers.push(
        ...Array.from({ length: 400 }, () => ({ name: "cookie", value: random(1000, 5) })),
      ),
    /: entry 1: request\.headers has \d+ characters/,
  ],
  [
    "header fields",
    (made) => made.response.headers.push(...Array.from({ length: 2001 }, () => ({ name: "a", value: "" }))),
    /: entry 1: response\.headers has 200\d elements, more than the 2000 that/,
  ],
  [
    "cookies",
    (made) => Object.assign(made.request, { cookies: [{ name: "a", value: CANARY.repeat(40_000) }] }),
    /: entry 1: request\.cookies has \d+ characters/,
  ],
  [
    "a URL",
    (made) => {
      made.request.url += `?a=${"x".repeat(300_000)}`;
    },
    /: entry 1: request\.url has \d+ characters/,
  ],
])("%s beyond what the suite reads on the wire is refused by name", async (_, change, message) => {
  const made = entry("GET", "https://a.test/2.0/one/info/quota", 200, OURS);
  change(made);
  const { code, err } = await judge(har([made]));
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test("what is as large as the suite reads is judged", async () => {
  const made = entry("GET", "https://a.test/2.0/one/info/quota", 200, OURS);
  made.response.headers.push({ name: "x-a", value: "x".repeat(250_000) });
  expect(await judged(har([made]))).toMatchObject({ judged: 1 });
});
