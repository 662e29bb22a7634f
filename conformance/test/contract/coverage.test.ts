import { expect, test } from "vitest";
import { coverageOf } from "../../contract/coverage.ts";
import type { Exchange, Finding, HeaderList } from "../../results/report-model.ts";

/** A GET of a record, answered with a status and some header fields. */
function exchange(
  status: number,
  headers: HeaderList,
  { findings = [] as Finding[], operation = "getRecord" as string | null } = {},
): Exchange {
  const request = { method: "GET", url: "http://a.test/storage/c/a", headers: [], body: null };
  const response = { status, headers, body: null };
  return {
    id: "",
    part: null,
    operation,
    startedAt: 0,
    durationMs: 0,
    request,
    response,
    error: null,
    findings,
  };
}

/** What of the document is still missing once these were exchanged. */
function missing(...exchanges: Exchange[]) {
  const { statuses, responseHeaders } = coverageOf(exchanges);
  return { statuses: statuses.missing, headers: responseHeaders.missing };
}

const ANY = "any response X-Weave-Backoff";
const BACKOFF: HeaderList = [["x-weave-backoff", "5"]];

test("what answers undefined paths and methods is expected, as far as a client can bring it about", () => {
  const others = missing().statuses.filter((entry) => entry.startsWith("any"));
  expect(others.sort()).toEqual([
    "any other method 405",
    "any other path 401",
    "any other path 403",
    "any other path 404",
    "any other path 410",
    "any other path 503",
  ]);
});

test("a field that may stand anywhere is expected once, and seen on any response", () => {
  const { headers } = missing();
  expect(headers.filter((entry) => entry.startsWith("any response"))).toHaveLength(5);
  expect(headers).not.toContain("GET /{partition}/{collection}/{id} 200 X-Weave-Backoff");
  expect(missing(exchange(200, BACKOFF)).headers).not.toContain(ANY);
  expect(missing(exchange(503, BACKOFF, { operation: null })).headers).not.toContain(ANY);
});

test("a field that a response defines is expected there as well", () => {
  const defined = "GET /{partition}/{collection}/{id} 403 Link";
  expect(missing().headers).toContain(defined);
  const seen = missing(exchange(403, [["Link", "<a>; rel=help"]])).headers;
  expect(seen).not.toContain(defined);
  expect(seen).not.toContain("any response Link");
});

test("nothing is seen where the contract is broken, or in what the HTTP layer says", () => {
  const findings: Finding[] = [{ rule: "record.get.ok", expected: "", got: "" }];
  expect(missing(exchange(200, BACKOFF, { findings })).headers).toContain(ANY);
  expect(missing(exchange(500, BACKOFF)).headers).toContain(ANY);
});

test("a 429 counts where it is declared, and nowhere else", () => {
  const all = missing();
  expect(missing(exchange(429, []), exchange(429, [], { operation: null }))).toEqual(all);
});
