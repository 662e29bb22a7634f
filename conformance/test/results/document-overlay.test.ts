import { expect, test } from "vitest";
import { coverageOf } from "../../contract/coverage.ts";
import { exchangesOf } from "../../results/format-exchange.ts";
import { boundRules } from "../../results/overlay/bound-rules.ts";
import { type OverlayResponse, type OverlayRow, overlay } from "../../results/overlay/document-overlay.ts";
import { BOUND_ONCE } from "../../results/overlay/rule-bindings.ts";
import type { Report, RuleResult } from "../../results/report-model.ts";
import { broke, passed, reportOf, seen, without } from "../report/document-sample.ts";

const STORE = "header.store.present";

function row(report: Report, at: string): OverlayRow {
  return overlay(report).rows.find(({ place }) => place.at === at) ?? expect.fail(`no row ${at}`);
}

function cell(
  results: RuleResult[],
  at: string,
  status: string,
  more: Partial<Report> = {},
): OverlayResponse {
  return row(reportOf(results, more), at).responses.get(status) ?? expect.fail(`no cell ${at} ${status}`);
}

const states = ({ state, own, fields }: OverlayResponse) => ({
  state,
  own: own.state,
  ...Object.fromEntries([...fields].map(([name, field]) => [name, field.state])),
});

test("a response and its header fields were seen where they came, and nowhere else", () => {
  const results = [passed(STORE, [seen("a#1", "getInfoQuota", 200, { fields: without("X-Weave-Store") })])];
  expect(states(cell(results, "GET /info/quota", "200"))).toEqual({
    state: "seen",
    own: "seen",
    "X-Last-Modified-Version": "seen",
    "X-Weave-Timestamp": "seen",
    "X-Weave-Store": "missing",
    "Cache-Control": "seen",
  });
  expect(cell(results, "GET /info/quota", "304").state).toBe("missing");
  expect(cell(results, "HEAD /info/quota", "200").state).toBe("missing");
});

test("a violated rule of a header field colours the cell of that field, and the response as a whole", () => {
  const bad = seen("a#1", "getInfoQuota", 200, { fields: without("X-Weave-Store"), breaks: [STORE] });
  const found = cell([broke(STORE, bad, [seen("a#2", "getInfoQuota", 200)])], "GET /info/quota", "200");
  expect(states(found)).toMatchObject({
    state: "violated",
    own: "seen",
    "X-Weave-Store": "violated",
    "X-Weave-Timestamp": "seen",
  });
  expect(found.fields.get("X-Weave-Store")?.violated).toEqual([STORE]);
  expect(found).toMatchObject({ departed: 1, own: { met: 1 } });
});

test("what came in a response that departed from the document was not seen", () => {
  const bad = seen("a#1", "getInfoQuota", 200, { breaks: [STORE] });
  expect(states(cell([broke(STORE, bad)], "GET /info/quota", "200"))).toMatchObject({
    state: "violated",
    own: "missing",
    "X-Weave-Timestamp": "missing",
  });
});

test("the exchange of a violation colours the response", () => {
  const shown = seen("record.head#1", "headRecord", 200);
  const results = [broke("record.head", shown)];
  expect(states(cell(results, "HEAD /{partition}/{collection}/{id}", "200"))).toMatchObject({
    state: "violated",
    own: "violated",
  });
  expect(cell(results, "GET /{partition}/{collection}/{id}", "200").state).toBe("missing");
});

test("a finding colours though the report says nothing of its rule, or says that it passed", () => {
  const bad = seen("info.quota.json#1", "getInfoQuota", 200, { breaks: [STORE] });
  for (const results of [[passed("info.quota.json", [bad])], [passed(STORE, [bad])]])
    expect(cell(results, "GET /info/quota", "200").fields.get("X-Weave-Store")?.state).toBe("violated");
});

test("a known failure has a state of its own, unless another rule is violated there too", () => {
  const baseline = {
    file: "sync2-baseline.yaml",
    known: [{ rule: STORE, reason: "old", issue: null, expires: null } as const],
    problems: [],
  };
  const one = broke(STORE, seen("a#1", "getInfoQuota", 200, { breaks: [STORE] }));
  const other = broke("record.head", seen("b#1", "getInfoQuota", 200));
  expect(cell([one], "GET /info/quota", "200", { baseline }).state).toBe("known");
  expect(cell([one, other], "GET /info/quota", "200", { baseline })).toMatchObject({
    state: "violated",
    own: { violated: ["record.head"] },
  });
});

test("a rule that binds at one response only is violated there, even where no exchange shows it", () => {
  expect(BOUND_ONCE.get("session.begin.created")).toMatchObject({ status: 201, field: null });
  expect(cell([broke("session.begin.created", null)], "POST /sessions", "201").state).toBe("violated");
  const location = cell([broke("session.begin.location", null)], "POST /sessions", "201");
  expect(states(location)).toMatchObject({ state: "violated", own: "missing", Location: "violated" });
});

test("a violated rule that no response shows stands elsewhere, one of a request in its row", () => {
  const laid = overlay(reportOf([broke("accept.weights", null), broke("account.delete.all", null)]));
  expect(laid.elsewhere).toEqual(["accept.weights"]);
  const at = laid.rows.find(({ violated }) => (violated as string[]).includes("account.delete.all"));
  expect(at?.place.at).toBe("DELETE /");
});

test("what the document does not declare gets a column of its own", () => {
  const results = [
    passed(STORE, [seen("a#1", "getInfoQuota", 500), seen("a#2", "getInfoQuota", null)]),
    passed("a.b", [seen("b#1", "getInfoQuota", 418, { breaks: ["status.declared"] })]),
  ];
  const { responses } = row(reportOf(results), "GET /info/quota");
  const extra = [...responses].filter(([, { declared }]) => !declared);
  expect(extra.map(([status, { state }]) => [status, state])).toEqual([
    ["418", "violated"],
    ["500", "undeclared"],
    ["none", "undeclared"],
  ]);
});

test("a request to no operation is told by its status", () => {
  const results = [passed(STORE, [seen("a#1", null, 404), seen("a#2", null, 405)])];
  expect(cell(results, "any other path", "404").state).toBe("seen");
  expect(cell(results, "any other method", "405").state).toBe("seen");
  expect(cell(results, "any other path", "401").state).toBe("missing");
});

test("what the report and the document do not have in common is told", () => {
  const laid = overlay(
    reportOf([passed("record.head"), passed("record.teleport", [seen("a#1", "teleportRecord", 200)])]),
  );
  expect(laid.unknown.map(({ rule }) => rule)).toEqual(["record.teleport"]);
  expect(laid.foreign).toEqual(new Map([["teleportRecord", 1]]));
  expect(laid.notRun).not.toContain("record.head");
  expect(laid.notRun).toContain("record.created");
  expect(laid.notRun).not.toContain("header.store.restart");
});

test("header fields of any response", () => {
  const fields: [string, string][] = [["x-weave-backoff", "5"]];
  const results = [
    passed(STORE, [seen("a#1", "getInfoQuota", 200, { fields })]),
    broke("message.alert.form", null),
  ];
  const state = Object.fromEntries(overlay(reportOf(results)).anywhere.map((it) => [it.name, it.cell.state]));
  expect(state).toMatchObject({ "X-Weave-Backoff": "seen", Sunset: "missing", "X-Weave-Alert": "violated" });
});

test("a report about nothing has seen nothing", () => {
  const { rows } = overlay(reportOf([]));
  const all = rows.flatMap(({ responses }) => [...responses.values()].map(({ state }) => state));
  expect(new Set(all)).toEqual(new Set(["missing"]));
});

test("its cells are what coverage counts: each status, and each header field of each status", () => {
  const results = [
    passed("info.quota.json", [
      seen("a#1", "getInfoQuota", 200),
      seen("a#2", "getInfoQuota", 304, { fields: without("Cache-Control") }),
      seen("a#3", "headInfoQuota", 200),
      seen("a#4", null, 405),
      seen("a#5", null, 503),
    ]),
    broke(STORE, seen("b#1", "getInfoQuota", 200, { breaks: [STORE] })),
    broke("record.head", seen("c#1", "headRecord", 200)),
  ];
  const { rows, anywhere } = overlay(reportOf(results));
  const cells = rows.flatMap(({ place, responses }) =>
    [...responses].flatMap(([status, { own, fields }]) => [
      [`${place.at} ${status}`, own.met] as const,
      ...[...fields].map(([name, { met }]) => [`${place.at} ${status} ${name}`, met] as const),
    ]),
  );
  const all = [...cells, ...anywhere.map(({ name, cell }) => [`any response ${name}`, cell.met] as const)];
  const { statuses, responseHeaders } = coverageOf(exchangesOf(results));
  expect(all).toHaveLength(statuses.total + responseHeaders.total);
  const unseen = all.flatMap(([name, met]) => (met === 0 ? [name] : []));
  expect(new Set(unseen)).toEqual(new Set([...statuses.missing, ...responseHeaders.missing]));
  expect(unseen.length).toBeLessThan(all.length - 8);
});

test("an operation has the rules of its request, of its responses and of their header fields", () => {
  const { place } = row(reportOf([]), "PUT /{partition}/{collection}/{id}");
  const parts = new Map(boundRules(place).map(({ part, rules }) => [part, rules as string[]]));
  expect(parts.get("request")).toContain("body.charset.utf-8");
  expect(parts.get("X-Weave-Store")).toContain(STORE);
  for (const [rule, spot] of BOUND_ONCE) {
    const bound = boundRules(spot.place).flatMap((part) => part.rules as string[]);
    expect(bound, rule).toContain(rule);
  }
});
