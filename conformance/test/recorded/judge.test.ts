import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checks } from "../../checks/index.ts";
import { EXIT, UsageError } from "../../cli/exit.ts";
import { type JudgeOptions, judgeFile } from "../../cli/judge.ts";
import { judge as runCheck } from "../../engine/judge.ts";
import { faults } from "../../reference/faults/index.ts";
import { startReference } from "../../reference/server.ts";
import { renderHar } from "../../report/formats/har.ts";
import { CANARY, folder, sync2 } from "../command.ts";
import { withLab } from "../labs.ts";
import { report as sample } from "../report/sample.ts";
import { Client, type Entry, entry, har } from "./client.ts";

const FILE = join(folder, "traffic.har");

/** What the command says of a file, in words or for programs; no credential is in either. */
async function judge(content: string, options: Partial<JudgeOptions> = {}) {
  writeFileSync(FILE, content);
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  const work = judgeFile(FILE, { color: false, ...options }).then(
    (code) => ({ code, err: "" }),
    (error) => {
      if (!(error instanceof UsageError)) throw error;
      return { code: EXIT.usage, err: error.message };
    },
  );
  const ended = await work.finally(() => write.mockRestore());
  expect(out + ended.err).not.toContain(CANARY);
  return { ...ended, out };
}

/** For programs: rule and exchange of all that is broken, and the rest. */
async function judged(content: string, options: Partial<JudgeOptions> = {}) {
  const { code, out, err } = await judge(content, { json: true, ...options });
  if (out === "") throw new Error(err);
  const { broken, ...rest } = JSON.parse(out);
  type Broken = { rule: string; seen: { exchange: string; path: string; expected: string; got: string }[] };
  const all = (broken as Broken[]).flatMap(({ rule, seen }) => seen.map((each) => ({ rule, ...each })));
  return { code, broken: all.map(({ rule, exchange }) => `${rule} at ${exchange}`), seen: all, ...rest };
}

let endpoint = "";
let recorded: Entry[] = [];

beforeEach(() => void vi.stubEnv("GITHUB_ACTIONS", ""));
afterEach(() => void vi.unstubAllEnvs());

beforeAll(async () => {
  const server = await startReference({ token: () => CANARY });
  endpoint = server.endpoint;
  const client = new Client(endpoint.replace("{account}", "one"), `Bearer ${CANARY}`);
  try {
    const put = await client.send("PUT", "/storage/c/a", '{"payload":"x"}');
    await client.send("GET", "/storage/c/a");
    await client.send("GET", "/storage/c?full=1&ids=a");
    await client.send("HEAD", "/storage/c/a");
    await client.send("GET", "/storage/c/none");
    const version = put.response.headers.find(({ name }) => name === "x-last-modified-version")?.value ?? "";
    const kept = await client.send("GET", "/info/collections", null, [
      ["X-If-Modified-Since-Version", version],
    ]);
    // A browser shows what its cache had.
    kept.response.content = { size: 2, mimeType: "application/json", text: "{}" };
    kept.response.bodySize = 0;
    await client.send("DELETE", "/");
  } finally {
    await server.close();
  }
  recorded = client.entries;
});

/** The traffic, changed in one entry. */
function changed(index: number, change: (response: Entry["response"]) => void): string {
  const copy = structuredClone(recorded);
  change((copy[index] as Entry).response);
  return har(copy);
}

const withHeader = (response: Entry["response"], name: string, value: string | null) => {
  response.headers = response.headers.filter((header) => header.name !== name);
  if (value !== null) response.headers.push({ name, value });
};

const STRANGE: object[] = [
  entry("GET", "https://shop.test/api/sessions", 200, [["content-type", "text/html"]], "<p>"),
  entry("GET", "data:text/plain,x", 200),
  { request: { method: "GET", url: "https://gone.test/storage", headers: [] }, response: null },
];

describe("traffic of any client", () => {
  test("that keeps all rules breaks nothing, wherever else it went", async () => {
    expect(recorded.map(({ response }) => response.status)).toEqual([201, 200, 200, 200, 404, 304, 204]);
    const below = endpoint.replace("{account}", "one");
    const cached = { ...structuredClone(recorded[1]), _fromCache: "disk" } as Entry;
    cached.response.headers = [{ name: "content-type", value: "text/plain" }];
    const all = [
      ...STRANGE,
      ...recorded,
      cached,
      entry("OPTIONS", `${below}/storage/c`, 204),
      entry("GET", `${below}/nothing/here`, 404),
      entry("GET", `${below}/storage`, 0),
      entry("GET", `${below}/storage`, 500, [["content-type", "text/html"]]),
      entry("GET", `${below}/storage`, 200),
    ];
    const { code, out, err } = await judge(har(all));
    expect(out.replaceAll(/\s+/g, " ")).toMatch(
      /operations +6\/\d+.* 7 of 16 exchanges judged 3 exchanges went elsewhere 2 exchanges aimed at no operation of the document 1 exchange had no response 1 response came from a cache 1 response came from the HTTP layer .* 1 response stood there without header fields nothing broken +in what was judged/,
    );
    expect(out).toContain(`${FILE}, below ${below} (found out from the traffic)`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("is judged below the endpoint that is named", async () => {
    expect(await judged(har(recorded), { endpoint: [endpoint] })).toMatchObject({
      code: 0,
      judged: 7,
      endpoints: [endpoint],
    });
    const other = await judge(har(recorded), { endpoint: ["https://other.test/2.0/{account}"] });
    expect(other).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /nothing that can be judged: 7 exchanges went elsewhere\. Is the endpoint right\?/,
      ),
    });
    expect((await judge(har(recorded), { endpoint: ["nonsense"] })).err).toMatch(/"nonsense" is not a URL/);
  });

  test.each<[string, () => string, string[]]>([
    [
      "a status",
      () =>
        changed(0, (response) => {
          response.status = 200;
        }),
      ["status.declared at entry 1"],
    ],
    [
      "a header field that is missing",
      () => changed(1, (response) => withHeader(response, "x-weave-timestamp", null)),
      ["header.timestamp.present at entry 2"],
    ],
    [
      "a header field that is malformed",
      () => changed(6, (response) => withHeader(response, "x-last-modified-version", "two")),
      ["header.version.present at entry 7"],
    ],
    [
      "a body",
      () =>
        changed(2, (response) => {
          response.content = { size: 12, mimeType: "application/json", text: '{"items":{}}' };
        }),
      ["collection.get.ids at entry 3"],
    ],
    [
      "a problem",
      () =>
        changed(4, ({ content }) => {
          content.text = (content.text as string).replace("not-found", "lost");
          content.size = content.text.length;
        }),
      ["error.problem.code at entry 5"],
    ],
  ])("is seen to break %s", async (_, content, broken) => {
    const found = await judged(content());
    expect({ code: found.code, broken: found.broken }).toEqual({ code: 1, broken });
  });

  test("is told of by rule, with its sentence and each exchange", async () => {
    const copy = structuredClone(recorded);
    for (const { response } of copy.slice(0, 5)) withHeader(response, "x-weave-timestamp", null);
    const { code, out } = await judge(har(copy));
    expect(code).toBe(1);
    expect(out).toMatch(
      /✕ header\.timestamp\.present {2}MUST {2}5 times\n {2}\S.*\bMUST\b.*\n {2}entry 1 {2}PUT \/storage\/c\/a {2}201\n {4}expected {2}X-Weave-Timestamp to be present\n {4}got {7}no X-Weave-Timestamp\n/,
    );
    expect(out).toMatch(/and 2 more: --json lists them/);
    expect(out).toMatch(/entry 3 {2}GET \/storage\/c\?full=1&ids=a {2}200/);
    expect(out.trimEnd().split("\n").at(-1)).toBe("1 MUST broken");
  });

  test("is not blamed for bodies that the file does not hold, but for their header fields", async () => {
    const bare = (change: (response: Entry["response"]) => void = () => {}) =>
      changed(1, (response) => {
        const { text: _, ...content } = response.content;
        response.content = content;
        change(response);
      });
    expect(await judged(bare())).toMatchObject({ code: 0, broken: [], judged: 7, bodiesUnseen: 1 });
    const cut = changed(1, (response) => {
      response.content.text = response.content.text?.slice(0, 10) ?? "";
    });
    expect((await judge(cut)).out).toMatch(/1 body not in the file as a whole, and not judged/);
    expect(await judged(bare((response) => withHeader(response, "content-type", "text/html")))).toMatchObject(
      {
        code: 1,
        broken: ["record.get.ok at entry 2"],
        bodiesUnseen: 1,
      },
    );
  });
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
    ["half of it", () => har(recorded).slice(0, 200), /is not JSON, or not all of it/],
    ["another JSON", () => "[1]", /is neither a HAR file nor a report\.json/],
    ["no entries", () => har([]), /holds no exchanges/],
    ["no list of entries", () => '{"log":{}}', /is no HAR file: log\.entries is no list/],
    [
      "an entry without a value",
      () => har([recorded[0] as Entry, { request: { method: "GET", url: "", headers: [{ name: "a" }] } }]),
      /is no HAR file: entry 2: request\.headers\.0 must have required property 'value'/,
    ],
    [
      "an entry with a status that is none",
      () => har([{ ...recorded[0], response: { status: CANARY, headers: [] } }]),
      /entry 1: response\.status must be integer/,
    ],
    [
      "traffic of others",
      () => har(STRANGE),
      /nothing that can be judged: 3 exchanges went elsewhere\. .* name the endpoint with --endpoint/,
    ],
    [
      "failures of the HTTP layer",
      () => har(recorded.map((each) => ({ ...each, response: { ...each.response, status: 500 } }))),
      /7 responses came from the HTTP layer/,
    ],
    ["another report", () => '{"$schema":"https://x.test/"}', /is no report of this suite/],
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
  vi.stubEnv("GITHUB_ACTIONS", "true");
  const { out } = await judge(changed(1, (response) => withHeader(response, "x-weave-store", "##[error]x")));
  expect(out).toMatch(/^::stop-commands::(\S+)\n[\s\S]*##\[error\]x[\s\S]*\n::\1::\n$/);
});

test("our own report, and the HAR made of it, show what the run saw", async () => {
  const fault = faults["record.get.ok"];
  const results = await withLab(async (lab) => {
    const check = (rule: "record.get.ok" | "path.unknown") => runCheck(rule, checks[rule], lab);
    return [await check("record.get.ok"), await check("path.unknown")];
  }, fault.handler);
  const seen = results.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ id, findings }) => findings.map(({ rule }) => `${rule} at ${id}`)),
  );
  expect(seen.length).toBeGreaterThan(1);
  const report = sample(results);
  // One that the run saw as a whole, and kept in part.
  const kept = results[1]?.exchanges.find(({ operation, response }) => operation && response?.body)?.response
    ?.body;
  if (!kept) throw new Error("no body was kept");
  Object.assign(kept, { text: kept.text.slice(0, 1), bytes: 5000, truncated: true });
  const ours = await judged(JSON.stringify(report));
  expect({ code: ours.code, broken: ours.broken }).toEqual({ code: 1, broken: seen });
  expect(ours.left.noOperation).toBeGreaterThan(1);
  expect(ours.bodiesUnseen).toBe(1);
  const archived = await judged(renderHar(report, {}));
  expect(archived).toMatchObject({ code: 1, judged: ours.judged, left: ours.left, coverage: ours.coverage });
  expect(archived.broken.length).toBe(seen.length);
  const one = ours.seen[0]?.exchange;
  const named = await judged(JSON.stringify(report), {
    endpoint: ["http://127.0.0.1:9/2.0/{account}"],
  }).catch(String);
  expect({ one, named }).toEqual({
    one: expect.stringMatching(/^record\.get\.ok#/),
    named: expect.stringMatching(/went elsewhere/),
  });
});

test("the command ends with the code that its help tells", async () => {
  writeFileSync(FILE, har(recorded));
  const { code, out } = await sync2(["judge", FILE, "--endpoint", endpoint]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/nothing broken/) });
  writeFileSync(
    FILE,
    changed(1, (response) => withHeader(response, "x-weave-store", null)),
  );
  const broken = await sync2(["judge", FILE, "--json"]);
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.out)).toMatchObject({ broken: [{ rule: "header.store.present", level: "MUST" }] });
});
