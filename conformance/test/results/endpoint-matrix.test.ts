import { expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { coverageOf, coverageOfRules } from "../../contract/coverage.ts";
import { DOCUMENT_VERSION } from "../../contract/document.ts";
import { type Cell, type Matrix, matrix, type Row } from "../../results/endpoint-matrix.ts";
import type { Exchange, Report, RuleResult } from "../../results/model.ts";
import { asRule, exchange, report, result } from "../support/sample-report.ts";

const SUITE = { name: "sync2-protocol", version: "0.1.0", document: DOCUMENT_VERSION };
/** Of a run that saw nothing: everything is missing. */
const NOTHING = { ...coverageOf([]), rules: coverageOfRules([], []) };

function full(results: RuleResult[], more: Partial<Report> = {}): Matrix {
  const found = matrix(report(results, { suite: SUITE, ...more }), rules);
  if (found === null) throw new Error("no matrix");
  return found;
}

function row({ rows }: Matrix, at: string): Row {
  return rows.find((candidate) => candidate.at === at) ?? expect.fail(`no row ${at}`);
}

/** Where in a row something was violated: `200`, `200 X-Weave-Store`. */
function violatedCells({ statuses, responses, headers }: Row): string[] {
  const marked = (cells: readonly (Cell | null)[], name: string) =>
    cells.flatMap((cell, index) => (cell?.violated.length ? [`${statuses[index]}${name}`] : []));
  return [...marked(responses, ""), ...headers.flatMap(({ name, cells }) => marked(cells, ` ${name}`))];
}

function seenAt(id: string, operation: string | null, status: number | null): Exchange {
  return { ...exchange(id, "GET", "info/quota", status), operation };
}

function violated(rule: string, shown: Exchange | null): RuleResult {
  return result(rule, "violated", {
    exchanges: shown === null ? [] : [shown],
    violation: { exchange: shown?.id ?? null, expected: "a", got: "b", curl: null, script: null },
  });
}

test("its cells are what coverage counts: each status, and each header field of each status", () => {
  const none = { covered: 1, total: 1, missing: [] };
  const seen = full([], { coverage: { ...NOTHING, statuses: none, responseHeaders: none } });
  const statuses = seen.rows.flatMap(({ responses }) => responses.filter((cell) => cell !== null));
  const fields = seen.rows.flatMap(({ headers }) => headers.flatMap(({ cells }) => cells)).filter(Boolean);
  expect(statuses).toHaveLength(NOTHING.statuses.total);
  expect(fields).toHaveLength(NOTHING.responseHeaders.total);
  expect([...statuses, ...fields].every((cell) => cell?.seen)).toBe(true);

  const unseen = full([], { coverage: NOTHING });
  const cells = unseen.rows.flatMap(({ responses, headers }) => [
    ...responses,
    ...headers.flatMap((header) => header.cells),
  ]);
  expect(cells.some((cell) => cell?.seen)).toBe(false);
});

test("one status that was not seen is one cell that was not seen", () => {
  const missing = ["GET /info/quota 304"];
  const found = full([], { coverage: { ...NOTHING, statuses: { covered: 1, total: 2, missing } } });
  const { statuses, responses } = row(found, "GET /info/quota");
  expect(statuses.filter((_, index) => !responses[index]?.seen)).toEqual(["304"]);
});

test("a rule about a header field is marked where it was seen violated, and nowhere else", () => {
  const found = full([
    violated("header.store.present", seenAt("header.store.present#1", "getInfoQuota", 200)),
  ]);
  expect(violatedCells(row(found, "GET /info/quota"))).toEqual(["200 X-Weave-Store"]);
  expect(found.rows.filter((other) => other.violated.length > 0).map(({ at }) => at)).toEqual([
    "GET /info/quota",
  ]);
});

test("a rule about a field that the status does not declare, or about a response, marks the response", () => {
  const found = full([
    violated("header.store.present", seenAt("header.store.present#1", "getInfoQuota", 403)),
    violated("accept.none", seenAt("accept.none#1", "getInfoQuota", 200)),
  ]);
  expect(violatedCells(row(found, "GET /info/quota"))).toEqual(["200", "403"]);
});

test("what the contract layer noticed in the exchanges of other rules is marked, too", () => {
  const noticed = seenAt("info.quota.json#1", "getInfoCollections", 200);
  noticed.findings.push({ rule: asRule("header.store.present"), expected: "a", got: "b" });
  const found = full([
    violated("header.store.present", null),
    result("info.quota.json", "passed", { exchanges: [noticed] }),
  ]);
  expect(violatedCells(row(found, "GET /info/collections"))).toEqual(["200 X-Weave-Store"]);
  expect(found.elsewhere).toEqual([]);
});

test("a status that is not declared has a column of its own, and so has no response", () => {
  const found = full([
    violated("status.declared", seenAt("status.declared#1", "getInfoQuota", 418)),
    violated("accept.none", seenAt("accept.none#1", "getInfoQuota", null)),
  ]);
  const { statuses } = row(found, "GET /info/quota");
  expect(statuses.slice(-3)).toEqual(["503", "418", "none"]);
  expect(violatedCells(row(found, "GET /info/quota"))).toEqual(["418", "none"]);
});

test("requests that aim at no operation have rows of their own", () => {
  const found = full([
    violated("path.unknown", seenAt("path.unknown#1", null, 404)),
    violated("method.unknown", seenAt("method.unknown#1", null, 405)),
  ]);
  expect(row(found, "any other path").violated).toEqual(["path.unknown"]);
  expect(row(found, "any other method").violated).toEqual(["method.unknown"]);
});

test("a rule that stands at an operation is named there, one that no response shows is named last", () => {
  const found = full([violated("record.head", null), violated("model.store.sequential", null)]);
  const { place } = rules["record.head"];
  expect(place).toBe("#/paths/~1{partition}~1{collection}~1{id}/head");
  expect(row(found, "HEAD /{partition}/{collection}/{id}").violated).toEqual(["record.head"]);
  expect(found.elsewhere).toEqual(["model.store.sequential"]);
});

test("of a report about another document nothing can be said", () => {
  expect(matrix(report([]), rules)).toBeNull();
});
