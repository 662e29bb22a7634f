import { describe, expect, test } from "vitest";
import type { ObservedResponse } from "../../contract/response-findings.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { AUTHENTICATED, problem, rulesBroken, TIMESTAMP, VERSIONED } from "../support/contract-exchanges.ts";

const UNKNOWN = { path: "/no/such" };
const RETRY: HeaderList = [["Retry-After", "5"]];
const LINK: HeaderList = [["Link", '<https://a.test/>; rel="successor-version"']];

function gone(body: object): Partial<ObservedResponse> {
  return problem(410, body, TIMESTAMP);
}

describe("a status that", () => {
  const rate = (headers = RETRY) =>
    problem(429, { code: "too-many-requests" }, [...AUTHENTICATED, ...headers]);

  test.each<[string, Partial<ObservedResponse>, string[]]>([
    ["any request may meet: 429", rate(), []],
    ["any request may meet: 429 on an unknown path", { ...rate(), ...UNKNOWN }, []],
    ["is 429 without Retry-After", rate([]), ["retry.present"]],
    [
      "is 429 with another code",
      problem(429, { code: "unavailable" }, [...AUTHENTICATED, ...RETRY]),
      ["error.problem.code"],
    ],
    [
      "a GET cannot have: 409",
      problem(409, { code: "conflict" }, [...AUTHENTICATED, ...RETRY]),
      ["status.declared"],
    ],
    [
      "an unknown path may have: 403",
      { ...problem(403, { code: "upgrade-client" }, TIMESTAMP), ...UNKNOWN },
      [],
    ],
    [
      "an unknown path may have: 410",
      { ...problem(410, { code: "protocol-retired", supported: [] }, [...TIMESTAMP, ...LINK]), ...UNKNOWN },
      [],
    ],
    [
      "an unknown path may have: 503",
      { ...problem(503, { code: "unavailable" }, [...TIMESTAMP, ...RETRY]), ...UNKNOWN },
      [],
    ],
    [
      "an unknown method may have: 503",
      { ...problem(503, { code: "unavailable" }, [...TIMESTAMP, ...RETRY]), method: "PATCH" },
      [],
    ],
    [
      "an unknown path has as anything: 503",
      { status: 503, headers: TIMESTAMP, body: null, ...UNKNOWN },
      ["retry.present", "error.problem.type"],
    ],
    [
      "an unknown path cannot have: 409",
      { ...problem(409, { code: "conflict" }), ...UNKNOWN },
      ["status.declared"],
    ],
    [
      "an unknown path cannot have: 410 of a session",
      { ...gone({ code: "session-ended", outcome: "unknown" }), ...UNKNOWN },
      ["error.problem.code"],
    ],
    ["says that a write was staged: 202", { method: "PUT", status: 202, headers: VERSIONED, body: null }, []],
    [
      "says so without a version",
      { method: "PUT", status: 202, headers: AUTHENTICATED, body: null },
      ["header.version.present"],
    ],
  ])("%s", (_, change, rules) => {
    expect(rulesBroken(change)).toEqual(rules);
  });
});

describe("a 410", () => {
  test.each<[string, object, string[]]>([
    ["of a session", { code: "session-ended", outcome: "committed", version: 5 }, []],
    ["of a retired protocol", { code: "protocol-retired", supported: ["3.0"] }, []],
    ["without a code", { outcome: "expired" }, ["error.problem.code"]],
    ["with the code of another", { code: "not-found", outcome: "expired" }, ["error.problem.code"]],
    ["with a code that is no string", { code: 5, supported: ["3.0"] }, ["error.problem.code"]],
    ["that is no object", [], ["error.problem.code"]],
    ["of a session without an outcome", { code: "session-ended" }, ["session.ended.code"]],
    [
      "of a session with an outcome of its own",
      { code: "session-ended", outcome: "lost" },
      ["session.ended.code"],
    ],
    [
      "of a session with a version in quotes",
      { code: "session-ended", outcome: "committed", version: "5" },
      ["session.ended.code"],
    ],
    [
      "of a session with another status",
      { code: "session-ended", outcome: "expired", status: 404 },
      ["error.problem.status"],
    ],
    [
      "of a session with a title of 5",
      { code: "session-ended", outcome: "expired", title: 5 },
      ["error.problem.members"],
    ],
    [
      "of a retired protocol without supported",
      { code: "protocol-retired" },
      ["lifecycle.retired.supported"],
    ],
    [
      "of a retired protocol with an odd one",
      { code: "protocol-retired", supported: [3] },
      ["lifecycle.retired.supported"],
    ],
    [
      "of a retired protocol with another status",
      { code: "protocol-retired", supported: [], status: 404 },
      ["error.problem.status"],
    ],
  ])("%s", (_, body, rules) => {
    expect(rulesBroken(gone(body))).toEqual(rules);
  });

  test("where only a retired protocol answers so", () => {
    const messages = { path: "/messages" };
    expect(rulesBroken({ ...gone({ code: "session-ended", outcome: "unknown" }), ...messages })).toEqual([
      "error.problem.code",
    ]);
    expect(rulesBroken({ ...gone({ code: "protocol-retired" }), ...messages })).toEqual([
      "lifecycle.retired.supported",
    ]);
  });
});

describe("a listing of a partition", () => {
  const RECORD = { id: "a", collection: "c", version: 412, modified: 1795000000, payload: "x" };
  const { collection: _, ...bare } = RECORD;
  const listing = (type: string, body: string): Partial<ObservedResponse> => ({
    path: "/storage",
    headers: [...VERSIONED, ["X-Weave-Records", "1"], ["Content-Type", type]],
    body: Buffer.from(body),
  });

  test.each<[string, unknown[], string]>([
    ["records", [RECORD], ""],
    ["ids", ["c/a"], ""],
    ["ids without a collection", ["a"], "partition.get.ids"],
    ["what is no item", [5], "partition.get.ids"],
    ["records without a collection", [RECORD, bare], "partition.get.full"],
    [
      "records with a collection that has no such name",
      [{ ...RECORD, collection: "a b" }],
      "partition.get.full",
    ],
    ["records without a version", [{ ...RECORD, version: undefined }], "list.full.records"],
    ["records with a member of their own", [{ ...RECORD, ttl: 5 }], "list.full.records"],
    ["records and ids", [RECORD, "c/a"], "list.full.records"],
  ])("of %s", (_, items, rule) => {
    expect(rulesBroken(listing("application/json", JSON.stringify({ items })))).toEqual(rule ? [rule] : []);
    const lines = items.map((item) => `${JSON.stringify(item)}\n`).join("");
    const inLines = rule.replace("partition.get.ids", "list.newlines.lines");
    expect(rulesBroken(listing("application/newlines", lines))).toEqual(inLines ? [inLines] : []);
  });

  test("in lines of which one does not end", () => {
    expect(rulesBroken(listing("application/newlines", '"c/a"'))).toEqual(["list.newlines.lines"]);
  });

  test("of a collection, with the collection in the records", () => {
    const change = {
      ...listing("application/json", JSON.stringify({ items: [RECORD] })),
      path: "/storage/c",
    };
    expect(rulesBroken(change)).toEqual(["list.full.records"]);
  });
});
