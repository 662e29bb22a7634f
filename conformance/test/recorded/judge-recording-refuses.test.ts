import { beforeAll, describe, expect, test } from "vitest";
import { CANARY, sync2, useFolder } from "../support/command.ts";
import { judge, judged } from "../support/judging.ts";
import { type Entry, har } from "../support/recorded-client.ts";
import { changed, recordTraffic, STRANGE, withHeader } from "../support/traffic.ts";

useFolder();

let recorded: Entry[] = [];
beforeAll(async () => {
  ({ recorded } = await recordTraffic());
});

test("a credential is in no output, wherever it turns up again", async () => {
  const copy = structuredClone(recorded);
  const [put, get, list] = copy as [Entry, Entry, Entry];
  const cookie = "c00k1e-7d2a";
  const session = "s3ss10n-9b1c";
  const query = "qu3ry-41fe";
  const code = "m4c0de-5a6b";
  const password = "p4ss-0c3d";
  const user = "us3r-8e2f";
  const key = "k3y-77aa12";
  const basic = Buffer.from(`user:${password}`).toString("base64");
  const secrets = { CANARY, cookie, session, query, code, password, user, key, basic };
  put.request.headers.push({ name: "Cookie", value: `theme=dark; sid=${cookie}` });
  put.request.headers.push({ name: "X-Api-Key", value: key });
  get.response.headers.push({ name: "set-cookie", value: `sid="${session}"; HttpOnly` });
  get.request.url = get.request.url.replace("http://", `http://me:${user}@`);
  get.request.headers = [{ name: "Authorization", value: `Hawk id="one", mac="${code}", nonce="abcdefgh"` }];
  list.request.url += `&access_token=${query}`;
  list.request.headers = [{ name: "authorization", value: `Basic ${basic}` }];
  // Everything comes back in every place, and once across the end of what is shown of a body.
  const said = Object.values(secrets)
    .filter((text) => text !== code)
    .join(" ");
  const bodies = [
    [put, ""],
    [get, JSON.stringify([said, code])],
    [list, JSON.stringify([JSON.stringify(said)])],
    [copy[4] as Entry, `["${"p".repeat(292 - CANARY.length)}${CANARY}${CANARY}${"q".repeat(50)}"]`],
  ] as const;
  for (const [{ response }, text] of bodies) {
    response.content = { size: text.length, mimeType: "application/json", text };
    withHeader(response, "x-weave-timestamp", said);
  }
  const { code: ended, out } = await judge(har(copy));
  const { seen } = await judged(har(copy));
  expect(ended).toBe(1);
  expect(seen.length).toBeGreaterThan(5);
  const shown = out + JSON.stringify(seen);
  expect(shown).toContain("[redacted]");
  expect(Object.entries(secrets).filter(([, text]) => shown.includes(text))).toEqual([]);
  expect(shown).not.toMatch(/canary/i);
});

describe("a file that cannot be used is never green", () => {
  test.each<[string, () => string, RegExp]>([
    ["nothing in it", () => "", /is empty\. Name a HAR file/],
    ["half of it", () => har(recorded).slice(0, 200), /is not JSON, or is cut off/],
    ["another JSON", () => "[1]", /is neither a HAR file nor a report\.json/],
    ["no entries", () => har([]), /holds no exchanges/],
    ["no list of entries", () => '{"log":{}}', /is not a HAR file: log\.entries is not a list/],
    [
      "an entry without a value",
      () => har([recorded[0] as Entry, { request: { method: "GET", url: "", headers: [{ name: "a" }] } }]),
      /is not a HAR file: entry 2: request\.headers\.0 must have required property 'value'/,
    ],
    [
      "an entry with a status that is none",
      () => har([{ ...recorded[0], response: { status: CANARY, headers: [] } }]),
      /entry 1: response\.status must be integer/,
    ],
    [
      "traffic of others",
      () => har(STRANGE),
      /nothing to judge: 3 exchanges went elsewhere\. .* name the endpoint with --endpoint/,
    ],
    [
      "failures of the HTTP layer",
      () => har(recorded.map((each) => ({ ...each, response: { ...each.response, status: 500 } }))),
      /7 responses came from the HTTP layer/,
    ],
    ["another report", () => '{"$schema":"https://x.test/"}', /is not a report of this suite/],
  ])("%s", async (_, content, message) => {
    const { code, out, err } = await judge(content());
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test("that is not there", async () => {
    const { code, err } = await sync2(["judge", "none.har"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/none\.har: cannot be read/) });
  });
});

test("nothing that a server sent is a command to a CI runner", async () => {
  const { out } = await judge(
    changed(recorded, 1, (response) => withHeader(response, "x-weave-store", "##[error]x")),
    {},
    { GITHUB_ACTIONS: "true" },
  );
  expect(out).toMatch(/^::stop-commands::(\S+)\n[\s\S]*##\[error\]x[\s\S]*\n::\1::\n$/);
});
