import { describe, expect, test } from "vitest";
import { findOperation } from "../../contract/find-operation.ts";
import type { ObservedResponse } from "../../contract/response-findings.ts";
import type { HeaderList } from "../../results/report-model.ts";
import {
  GOOD,
  having,
  problem,
  record,
  rulesBroken,
  TIMESTAMP,
  VERSIONED,
  without,
} from "../support/contract-exchanges.ts";

/** The page of a front. */
const PAGE = Buffer.from("<html></html>");

/** A problem that a front may give on behalf of the server. */
const limited = (status: number, code: string, field: [string, string]) => ({
  ...problem(status, { code }, [...TIMESTAMP, field]),
  method: "PUT",
});

describe("a good exchange has no findings", () => {
  test.each<[string, Partial<ObservedResponse>]>([
    ["as it is", {}],
    [
      "with header names in lower case",
      { headers: GOOD.headers.map(([name, value]) => [name.toLowerCase(), value]) },
    ],
    ["with headers of others", having("X-Request-Id", "5")],
    ["with a charset", having("Content-Type", "application/json; charset=utf-8")],
    ["with Cache-Control on two lines", { headers: [...GOOD.headers, ["Cache-Control", "private"]] }],
    ["with a status of the HTTP layer", { status: 500, headers: [], body: Buffer.from("oops") }],
    ["not modified", { status: 304, headers: VERSIONED, body: null }],
    ["a problem", problem(404, { code: "not-found" })],
    [
      "a problem with members of its own",
      problem(404, { code: "not-found", title: "No", trace: 5, status: 404 }),
    ],
    ["an unknown path", { ...problem(404, { code: "not-found" }), path: "/no/such" }],
    ["an unknown method", { ...problem(501, {}), method: "FROBNICATE" }],
    ["what a front says of a server that it cannot reach", { status: 502, headers: [], body: PAGE }],
    ["what a front says of a server that is too slow", { status: 504, headers: [], body: PAGE }],
    ["a 429 from before the credentials", limited(429, "too-many-requests", ["Retry-After", "1"])],
    ["a 413 from before the credentials", limited(413, "too-large", ["X-Weave-Limit", "a;limit=1"])],
    ["an encoded NUL", { path: "/storage/c/%00", status: 400, headers: [], body: PAGE }],
    ["an encoded DEL", { path: "/storage/c%7f/a", status: 404, headers: [], body: PAGE }],
    ["half of an encoded octet", { path: "/storage/c/%4", status: 400, headers: [], body: PAGE }],
    ["a percent sign that encodes nothing", { path: "/storage/c/%zz", status: 500, headers: [], body: PAGE }],
  ])("%s", (_, change) => {
    expect(rulesBroken(change)).toEqual([]);
  });

  test("a listing in lines", () => {
    const headers: HeaderList = [
      ...VERSIONED,
      ["X-Weave-Records", "2"],
      ["Content-Type", "application/newlines"],
    ];
    const lines = { path: "/storage/c", headers, body: Buffer.from('"a"\n"b"\n') };
    expect(rulesBroken(lines)).toEqual([]);
    expect(rulesBroken({ ...lines, body: Buffer.from("") })).toEqual([]);
  });
});

test("a path belongs to the operation whose template it has, and to a partition only where it names one", () => {
  const found = (path: string) => findOperation("GET", path)?.id ?? null;
  expect(found("/control/c/a")).toBe("getRecord");
  expect(found("/%73torage/c")).toBe("getCollection");
  expect(found("/info/collections")).toBe("getInfoCollections");
  expect(["/no/such/thing", "/info/other", "/info", "/Storage/c", "/storage//a"].map(found)).toEqual(
    Array(5).fill(null),
  );
  expect(findOperation("PUT", "/info/collections/a")).toBe(null);
  expect(findOperation("DELETE", "/no")).toBe(null);
});

describe("a header field", () => {
  test.each<[string, Partial<ObservedResponse>, string]>([
    ["missing", without("X-Weave-Timestamp"), "header.timestamp.present"],
    [
      "twice",
      { headers: [...GOOD.headers, ["x-weave-timestamp", "1795000000"]] },
      "header.timestamp.present",
    ],
    ["empty", having("X-Weave-Timestamp", ""), "header.timestamp.present"],
    [
      "in milliseconds with a fraction",
      having("X-Weave-Timestamp", "1795000000.25"),
      "header.timestamp.present",
    ],
    ["negative", having("X-Last-Modified-Version", "-1"), "header.version.present"],
    ["beyond 2^53−1", having("X-Last-Modified-Version", "9007199254740992"), "header.version.present"],
    ["of 17 digits", having("X-Last-Modified-Version", "00000000000000001"), "header.version.present"],
    ["outside its alphabet", having("X-Weave-Store", "a b"), "header.store.present"],
    ["too long", having("X-Weave-Store", "x".repeat(65)), "header.store.present"],
    ["without its directive", having("Cache-Control", "no-cache"), "header.cache-control.no-store"],
    [
      "with its directive as part of a word",
      having("Cache-Control", "no-store-ever"),
      "header.cache-control.no-store",
    ],
  ])("%s", (_, change, rule) => {
    expect(rulesBroken(change)).toEqual([rule]);
  });

  test("that must not be there", () => {
    const headers: HeaderList = [
      ["X-Weave-Timestamp", "1795000000"],
      ["WWW-Authenticate", "Bearer"],
      ["X-Last-Modified-Version", "5"],
    ];
    expect(rulesBroken(problem(401, { code: "unauthorized" }, headers))).toEqual(["auth.conceals.headers"]);
  });

  test("of a challenge that names no scheme of the protocol", () => {
    const headers: HeaderList = [
      ["X-Weave-Timestamp", "1795000000"],
      ["WWW-Authenticate", "Basic"],
    ];
    expect(rulesBroken(problem(401, { code: "unauthorized" }, headers))).toEqual(["auth.challenge"]);
  });
});

describe("a status", () => {
  test.each<[string, Partial<ObservedResponse>, string]>([
    ["that is 400", { status: 400 }, "error.never-400"],
    ["that is 400 for another odd path", { path: "/storage/c/%C3%80%20", status: 400 }, "error.never-400"],
    ["of success for an encoded NUL", { path: "/no/%00", status: 200 }, "status.declared"],
    ["that the operation does not define", { status: 203 }, "status.declared"],
    ["that only others define", { status: 201, headers: VERSIONED }, "status.declared"],
    ["of success on an unknown path", { path: "/no/such" }, "status.declared"],
    ["405 on a method that the path has", problem(405, { code: "method-not-allowed" }), "status.declared"],
  ])("%s", (_, change, rule) => {
    expect(rulesBroken(change)).toEqual([rule]);
  });
});

describe("a body", () => {
  test.each<[string, Partial<ObservedResponse>, string]>([
    ["of another type", having("Content-Type", "text/html"), "record.get.ok"],
    ["without a type", without("Content-Type"), "record.get.ok"],
    ["that is no JSON", { body: Buffer.from("{") }, "record.get.ok"],
    ["that is not UTF-8", { body: Buffer.from('{"id":"\xff"}', "latin1") }, "record.get.ok"],
    ["that is empty", { body: null }, "record.get.ok"],
    ["with a member of another type", record({ version: "412" }), "record.get.ok"],
    ["with a version of 0", record({ version: 0 }), "record.get.ok"],
    ["with a member that is not defined", record({ ttl: 5 }), "record.get.ok"],
    ["where none may be: 304", { status: 304, headers: VERSIONED }, "conditional.modified.no-body"],
    ["where none may be: HEAD", { method: "HEAD" }, "record.head"],
    ["of a problem as JSON", { ...problem(404, {}), ...{ headers: GOOD.headers } }, "error.problem.type"],
    ["of a problem without a code", problem(404, { title: "No" }), "error.problem.code"],
    ["of a problem with the code of another", problem(404, { code: "conflict" }), "error.problem.code"],
    [
      "of a problem with the status of another",
      problem(404, { code: "not-found", status: 400 }),
      "error.problem.status",
    ],
    ["of a 422 without errors", problem(422, { code: "invalid-request" }), "error.invalid.code"],
    [
      "of a 422 with no error in it",
      problem(422, { code: "invalid-request", errors: [] }),
      "error.invalid.code",
    ],
  ])("%s", (_, change, rule) => {
    expect(rulesBroken(change)).toEqual([rule]);
  });

  test.each([
    ["a line that is no JSON", '"a"\nb\n'],
    ["a last line without an end", '"a"\n"b"'],
    ["an empty line", '"a"\n\n"b"\n'],
    ["a line that is no item", '"a"\n5\n'],
  ])("of lines: %s", (_, text) => {
    const headers: HeaderList = [
      ...VERSIONED,
      ["X-Weave-Records", "2"],
      ["Content-Type", "application/newlines"],
    ];
    expect(rulesBroken({ path: "/storage/c", headers, body: Buffer.from(text) })).toEqual([
      "list.newlines.lines",
    ]);
  });
});
