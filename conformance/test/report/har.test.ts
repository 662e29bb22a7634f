import { Ajv } from "ajv";
import draft06 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import formats from "ajv-formats";
import har from "har-schema";
import { describe, expect, test } from "vitest";
import { renderHar } from "../../report/formats/har.ts";
import type { Report } from "../../results/report-model.ts";
import { empty, mixed, NASTY, nasty, nastySentences, stale } from "../support/hostile-text.ts";
import { exchange, report, result, SENTENCES } from "../support/sample-report.ts";

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addMetaSchema(draft06);
ajv.addSchema(Object.values(har));
const validate = ajv.getSchema("har.json");

/** The log, once the schema of the har-validator project has found nothing wrong with it. */
function parse(report: Report, sentences = SENTENCES as Record<string, { text: string; place: string }>) {
  const value = JSON.parse(renderHar(report, sentences));
  validate?.(value);
  expect(validate?.errors).toBeNull();
  return value.log;
}

describe("a report of every kind of result", () => {
  const log = parse(mixed());
  const entry = (id: string) => log.entries.find((each: { _id: string }) => each._id === id);

  test("has an entry an exchange and a page a rule that made any", () => {
    const exchanges = mixed().results.flatMap((each) => each.exchanges);
    expect(log.entries.map(({ _id }: { _id: string }) => _id).sort()).toEqual(
      exchanges.map(({ id }) => id).sort(),
    );
    const pages = new Set(log.pages.map(({ id }: { id: string }) => id));
    expect(pages.size).toBe(log.pages.length);
    for (const { pageref, _rule } of log.entries)
      expect([pageref, pages.has(pageref)]).toEqual([_rule, true]);
  });

  test("tells request and response as they were, and what they were for", () => {
    expect(entry("record.put.created#2")).toMatchObject({
      startedDateTime: "2025-06-01T12:00:00.250Z",
      time: 4,
      request: {
        method: "PUT",
        url: "http://127.0.0.1:8000/user/1/storage/bookmarks/a?x=1",
        queryString: [{ name: "x", value: "1" }],
        bodySize: 15,
        postData: { mimeType: "application/json", text: '{"payload":"a"}' },
      },
      response: { status: 200, statusText: "OK", content: { mimeType: "" } },
      timings: { send: 0, wait: 4, receive: 0 },
      _rule: "record.put.created",
      _outcome: "violated",
      _operation: "putRecord",
      _findings: [{ rule: "header.store.present", expected: "X-Weave-Store", got: "no such header" }],
    });
  });

  test("has status 0 and the reason where no response arrived", () => {
    expect(entry("session.commit.atomic#1").response).toMatchObject({
      status: 0,
      statusText: "",
      bodySize: -1,
      _error: "socket hang up",
    });
  });

  test("tells what fails the run, and which failures are known", () => {
    expect([log._verdict, log._problems]).toEqual([
      "fail",
      ["sync2-baseline.yaml:3: record.put.replaced passes now: remove line 3."],
    ]);
    const page = log.pages.find(({ id }: { id: string }) => id === "record.put.known");
    expect(page).toMatchObject({ _outcome: "violated", _known: { issue: "https://issues.example/7" } });
    expect(parse(stale())).toMatchObject({
      _verdict: "fail",
      _problems: [expect.stringMatching(/^known\.yaml:2: /)],
    });
  });
});

test("a body of octets is marked as such, and one that was cut, too", () => {
  const odd = exchange("record.a.b#1", "POST", "storage/c", 200);
  const kept = { text: "AP8=", encoding: "base64" as const, bytes: 5000, truncated: true };
  odd.request.body = kept;
  if (odd.response) Object.assign(odd.response, { body: kept, headers: [["Content-Type", "image/png"]] });
  const [entry] = parse(report([result("record.a.b", "passed", { exchanges: [odd] })])).entries;
  expect(entry.response.content).toEqual({
    size: 5000,
    mimeType: "image/png",
    text: "AP8=",
    encoding: "base64",
    comment: "cut, 4.9 KiB in all",
  });
  expect(entry.request.postData).toEqual({
    mimeType: "",
    text: "AP8=",
    _encoding: "base64",
    comment: "cut, 4.9 KiB in all",
  });
});

test("entries stand in the order in which they began", () => {
  const at = (id: string, startedAt: number) => ({ ...exchange(id, "GET", "a", 200), startedAt });
  const results = [
    result("record.a.b", "passed", { exchanges: [at("record.a.b#1", 20), at("record.a.b#2", 40)] }),
    result("record.a.c", "passed", { exchanges: [at("record.a.c#1", 10), at("record.a.c#2", 30)] }),
  ];
  const ids = parse(report(results)).entries.map(({ _id }: { _id: string }) => _id);
  expect(ids).toEqual(["record.a.c#1", "record.a.b#1", "record.a.c#2", "record.a.b#2"]);
});

test.each([
  "http://[::1]:8000/a?ids=x%2Cy",
  "http://127.0.0.1:8000/a/../b//%2e/c?q=%zz&p=%",
  "http://127.0.0.1:8000/a b\\c|d{e}?f#g",
  "http://127.0.0.1:8000/ä😀\uD800",
])("the URL %s becomes a valid one, and stands beside it as it was sent", (url) => {
  const sent = exchange("record.a.b#1", "GET", "", 200);
  sent.request.url = url;
  const [{ request }] = parse(report([result("record.a.b", "passed", { exchanges: [sent] })])).entries;
  expect(request._url ?? request.url).toBe(url);
  if (!url.includes("\uD800"))
    expect(decodeURI(request.url.replaceAll("%23", "#"))).toBe(
      decodeURI(url.replaceAll(/%(?=zz|$)/g, "%25")),
    );
});

test.each(NASTY)("stays valid with %s", (_, content) => {
  const report = nasty(content);
  const log = parse(report, nastySentences(content));
  expect(log.entries).toHaveLength(report.results.flatMap(({ exchanges }) => exchanges).length);
  const { request, response } = log.entries.find(
    ({ _id }: { _id: string }) => _id === "record.put.created#9",
  );
  expect([request.postData.text, response.content.text]).toEqual([content, content]);
});

test("a run without exchanges is an empty archive", () => {
  expect(parse(empty())).toMatchObject({ pages: [], entries: [], _verdict: "broken" });
});

test("the schema refuses what is no archive", () => {
  const value = JSON.parse(renderHar(mixed(), SENTENCES));
  value.log.entries[0].request.url = "a b";
  delete value.log.entries[1].response.content;
  value.log.entries[2].startedDateTime = "yesterday";
  expect(validate?.(value)).toBe(false);
  expect(validate?.errors?.length).toBeGreaterThanOrEqual(3);
});
