import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { faults } from "../../reference/faults/index.ts";
import { renderHar } from "../../report/formats/har.ts";
import { judgeRule as runCheck } from "../../runner/judge/judge-rule.ts";
import { withLab } from "../support/account-lenders.ts";
import { sync2, useFolder } from "../support/command.ts";
import { FILE, judge, judged } from "../support/judging.ts";
import { type Entry, entry, har } from "../support/recorded-client.ts";
import { report as sample } from "../support/sample-report.ts";
import { changed, recordTraffic, STRANGE, withHeader } from "../support/traffic.ts";

useFolder();

let endpoint = "";
let recorded: Entry[] = [];
beforeAll(async () => {
  ({ endpoint, recorded } = await recordTraffic());
});

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
      /operations +6\/\d+.* 7 of 16 exchanges judged 3 exchanges went elsewhere 2 exchanges matched no operation of the document 1 exchange had no response 1 response came from a cache 1 response came from the HTTP layer .* 1 response had no header fields nothing broken +in what was judged/,
    );
    expect(out).toContain(`${FILE}, below ${below} (found from the traffic)`);
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
      err: expect.stringMatching(/nothing to judge: 7 exchanges went elsewhere\. Is the endpoint right\?/),
    });
    expect((await judge(har(recorded), { endpoint: ["nonsense"] })).err).toMatch(/"nonsense" is not a URL/);
  });

  test.each<[string, () => string, string[]]>([
    [
      "a status",
      () =>
        changed(recorded, 0, (response) => {
          response.status = 200;
        }),
      ["status.declared at entry 1"],
    ],
    [
      "a header field that is missing",
      () => changed(recorded, 1, (response) => withHeader(response, "x-weave-timestamp", null)),
      ["header.timestamp.present at entry 2"],
    ],
    [
      "a header field that is malformed",
      () => changed(recorded, 6, (response) => withHeader(response, "x-last-modified-version", "two")),
      ["header.version.present at entry 7"],
    ],
    [
      "a body",
      () =>
        changed(recorded, 2, (response) => {
          response.content = { size: 12, mimeType: "application/json", text: '{"items":{}}' };
        }),
      ["collection.get.ids at entry 3"],
    ],
    [
      "a problem",
      () =>
        changed(recorded, 4, ({ content }) => {
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
      changed(recorded, 1, (response) => {
        const { text: _, ...content } = response.content;
        response.content = content;
        change(response);
      });
    expect(await judged(bare())).toMatchObject({ code: 0, broken: [], judged: 7, bodiesUnseen: 1 });
    const cut = changed(recorded, 1, (response) => {
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

test("our own report, and the HAR made of it, show what the run saw", async () => {
  const fault = faults["record.get.ok"];
  const results = await withLab(async (lender) => {
    const check = (rule: "record.get.ok" | "path.unknown") => runCheck(rule, checks[rule], lender);
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
    changed(recorded, 1, (response) => withHeader(response, "x-weave-store", null)),
  );
  const broken = await sync2(["judge", FILE, "--json"]);
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.out)).toMatchObject({ broken: [{ rule: "header.store.present", level: "MUST" }] });
});
