import { describe, expect, test } from "vitest";
import { type ObservedResponse, responseFindings } from "../../contract/response-findings.ts";
import type { HeaderList } from "../../results/report-model.ts";
import {
  AUTHENTICATED,
  GOOD,
  having,
  problem,
  rulesBroken,
  TIMESTAMP,
} from "../support/contract-exchanges.ts";

const UNAUTHORIZED: HeaderList = [...TIMESTAMP, ["WWW-Authenticate", "Bearer"]];
const RETRY: [string, string] = ["Retry-After", "5"];

function unavailable(...headers: HeaderList): Partial<ObservedResponse> {
  return problem(503, { code: "unavailable" }, [...TIMESTAMP, ...headers]);
}

function conflict(...headers: HeaderList): Partial<ObservedResponse> {
  return { method: "PUT", ...problem(409, { code: "conflict" }, [...AUTHENTICATED, ...headers]) };
}

function tooLarge(limit: string | null, ...headers: HeaderList): Partial<ObservedResponse> {
  const given: HeaderList = limit === null ? [] : [["X-Weave-Limit", limit]];
  const fields = [...AUTHENTICATED, ...given, ...headers];
  return { method: "PUT", ...problem(413, { code: "too-large" }, fields) };
}

/** Seventeen members of an alert. */
const CROWD = Array.from({ length: 17 }, (_, index) => `"m-${index}";severity=info`).join(", ");

describe("a good field that may stand anywhere", () => {
  test.each<[string, Partial<ObservedResponse>]>([
    ["a bare backoff", having("X-Weave-Backoff", "120")],
    ["a backoff with parameters", having("X-Weave-Backoff", "120; reason=load;scope=service")],
    ["a backoff with a parameter of another", having("X-Weave-Backoff", '120;note="5.0, 6";since=@5')],
    ["an alert", having("X-Weave-Alert", '"a";severity=critical, "b";severity=info')],
    ["an alert on two lines", having("X-Weave-Alert", '"a";severity=critical', '"b";severity=info')],
    ["a deprecation", having("Deprecation", "@1795000000")],
    ["a deprecation with a parameter of another", having("Deprecation", "@1795000000;by=policy")],
    ["a sunset", having("Sunset", "Fri, 31 Dec 2027 23:59:59 GMT")],
    ["a link", having("Link", '<https://a.test/3.0/>; rel="successor-version"')],
    ["links", having("Link", '<a?b,c>;rel=help;title="a, \\"b\\" <c>" , </d>;crossorigin; rel=next')],
    ["links on two lines", having("Link", "<a>; rel=help", "<b>; rel=next")],
    [
      "a backoff on a 401",
      problem(401, { code: "unauthorized" }, [...UNAUTHORIZED, ["X-Weave-Backoff", "5"]]),
    ],
  ])("%s", (_, change) => {
    expect(rulesBroken(change)).toEqual([]);
  });
});

describe("a bad field that may stand anywhere", () => {
  test.each<[string, Partial<ObservedResponse>, string]>([
    ["two backoffs", having("X-Weave-Backoff", "5", "5"), "backoff.form"],
    ["a backoff in a list", having("X-Weave-Backoff", "5, 5"), "backoff.form"],
    ["no backoff", having("X-Weave-Backoff", ""), "backoff.form"],
    ["a backoff of 0", having("X-Weave-Backoff", "0"), "backoff.form"],
    ["a backoff with a fraction", having("X-Weave-Backoff", "1.5"), "backoff.form"],
    ["a backoff with a fraction of 0", having("X-Weave-Backoff", "5.0;reason=load"), "backoff.form"],
    ["a backoff that is a string", having("X-Weave-Backoff", '"5"'), "backoff.form"],
    ["a backoff with an unknown reason", having("X-Weave-Backoff", "5;reason=lunch"), "backoff.form"],
    ["a backoff with a reason in quotes", having("X-Weave-Backoff", '5;reason="load"'), "backoff.form"],
    ["a backoff with a bare reason", having("X-Weave-Backoff", "5;reason"), "backoff.form"],
    ["a backoff with an unknown scope", having("X-Weave-Backoff", "5;scope=world"), "backoff.form"],
    ["an alert of 17", having("X-Weave-Alert", CROWD), "message.alert.form"],
    [
      "an alert of 17 on two lines",
      having("X-Weave-Alert", CROWD.slice(0, 19), CROWD.slice(21)),
      "message.alert.form",
    ],
    ["an alert of none", having("X-Weave-Alert", ""), "message.alert.form"],
    ["an alert without a severity", having("X-Weave-Alert", '"a";severity=info, "b"'), "message.alert.form"],
    ["an alert of an unknown severity", having("X-Weave-Alert", '"a";severity=fatal'), "message.alert.form"],
    ["an alert with a token", having("X-Weave-Alert", "a;severity=info"), "message.alert.form"],
    ["an alert with an inner list", having("X-Weave-Alert", '("a");severity=info'), "message.alert.form"],
    ["a deprecation without @", having("Deprecation", "1795000000"), "lifecycle.deprecation.form"],
    [
      "a deprecation as an HTTP date",
      having("Deprecation", "Fri, 31 Dec 2027 23:59:59 GMT"),
      "lifecycle.deprecation.form",
    ],
    ["a deprecation with a fraction", having("Deprecation", "@1795000000.0"), "lifecycle.deprecation.form"],
    ["a sunset of RFC 850", having("Sunset", "Friday, 31-Dec-27 23:59:59 GMT"), "lifecycle.sunset.form"],
    ["a sunset of asctime", having("Sunset", "Fri Dec 31 23:59:59 2027"), "lifecycle.sunset.form"],
    ["a sunset on another day", having("Sunset", "Mon, 31 Dec 2027 23:59:59 GMT"), "lifecycle.sunset.form"],
    ["a sunset that never comes", having("Sunset", "Wed, 31 Feb 2027 23:59:59 GMT"), "lifecycle.sunset.form"],
    ["a sunset in ISO 8601", having("Sunset", "2027-12-31T23:59:59Z"), "lifecycle.sunset.form"],
    ["a link without brackets", having("Link", "https://a.test/; rel=help"), "lifecycle.link.form"],
    [
      "a link without a relation",
      having("Link", "<https://a.test/;rel=a>; title=rel"),
      "lifecycle.link.form",
    ],
    ["a link with garbage", having("Link", '<https://a.test/>; rel="help" nonsense'), "lifecycle.link.form"],
    [
      "a second link that is garbage",
      having("Link", "<https://a.test/>; rel=help", "help"),
      "lifecycle.link.form",
    ],
    ["a link with an open quote", having("Link", '<https://a.test/>; rel="help'), "lifecycle.link.form"],
  ])("%s", (_, change, rule) => {
    expect(rulesBroken(change)).toEqual([rule]);
  });

  const bad: [string, string] = ["X-Weave-Backoff", "soon"];

  test("wherever it turns up, save on what the HTTP layer answers", () => {
    const path = "/no/such";
    expect(rulesBroken({ ...problem(404, { code: "not-found" }, [...AUTHENTICATED, bad]), path })).toEqual([
      "backoff.form",
    ]);
    expect(rulesBroken({ ...GOOD, status: 203, headers: [...GOOD.headers, bad] })).toEqual([
      "status.declared",
      "backoff.form",
    ]);
    expect(rulesBroken({ status: 500, headers: [bad, RETRY], body: null })).toEqual([]);
  });

  test("once where the response itself defines it", () => {
    const link: [string, string] = ["Link", "help"];
    const refused = problem(403, { code: "upgrade-client" }, [...TIMESTAMP, link]);
    const found = responseFindings({ ...GOOD, ...refused }).map(({ rule }) => rule);
    expect(found).toEqual(["lifecycle.link.form"]);
  });

  test("an alert on a 401, which must have none", () => {
    const alert: [string, string] = ["X-Weave-Alert", '"a";severity=info'];
    expect(rulesBroken(problem(401, { code: "unauthorized" }, [...UNAUTHORIZED, alert]))).toEqual([
      "auth.conceals.headers",
    ]);
  });
});

describe("Retry-After", () => {
  test.each<[string, Partial<ObservedResponse>, string[]]>([
    ["on a 409", conflict(RETRY), []],
    ["on a 503", unavailable(RETRY), []],
    ["missing on a 409", conflict(), ["retry.present"]],
    ["missing on a 503", unavailable(), ["retry.present"]],
    ["of 0", conflict(["Retry-After", "0"]), ["retry.present"]],
    ["as a date", conflict(["Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT"]), ["retry.present"]],
    ["with a fraction", conflict(["Retry-After", "5.0"]), ["retry.present"]],
    ["twice", conflict(RETRY, RETRY), ["retry.present"]],
    ["on a 200", having(...RETRY), ["retry.elsewhere"]],
    ["on a 413", tooLarge("max_request_bytes;limit=5", RETRY), ["retry.elsewhere"]],
    ["on a 401", problem(401, { code: "unauthorized" }, [...UNAUTHORIZED, RETRY]), ["retry.elsewhere"]],
    [
      "on an unknown path",
      { ...problem(404, { code: "not-found" }, [...AUTHENTICATED, RETRY]), path: "/no/such" },
      ["retry.elsewhere"],
    ],
  ])("%s", (_, change, rules) => {
    expect(rulesBroken(change)).toEqual(rules);
  });
});

describe("X-Weave-Limit", () => {
  test.each<[string, string | null, string[]]>([
    ["good", "max_request_bytes;limit=2097152;received=2097153;wait=2", []],
    ["missing", null, ["limit.header"]],
    ["without limit", "max_request_bytes;received=5", ["limit.header"]],
    ["of a name in quotes", '"max_request_bytes";limit=5', ["limit.header"]],
    ["of a number", "5;limit=5", ["limit.header"]],
    ["with a limit in quotes", 'max_request_bytes;limit="5"', ["limit.header"]],
    ["with a limit with a fraction of 0", "max_request_bytes;limit=5.0", ["limit.header"]],
    ["with a negative limit", "max_request_bytes;limit=-1", ["limit.header"]],
    ["with a wait of 0", "max_request_bytes;limit=5;wait=0", ["limit.header"]],
    ["with no more than the limit", "max_request_bytes;limit=5;received=5", ["limit.header.received"]],
  ])("%s", (_, limit, rules) => {
    expect(rulesBroken(tooLarge(limit))).toEqual(rules);
  });
});

describe("fields of one response", () => {
  const backoff = (seconds: number): [string, string] => ["X-Weave-Backoff", `${seconds};reason=load`];
  const lifecycle = (sunset: string): Partial<ObservedResponse> => ({
    headers: [...GOOD.headers, ["Deprecation", "@1830297599"], ["Sunset", sunset]],
  });

  test.each<[string, Partial<ObservedResponse>, string[]]>([
    ["a backoff as long as Retry-After", unavailable(RETRY, backoff(5)), []],
    ["a shorter backoff", unavailable(RETRY, backoff(4)), ["backoff.not-shorter"]],
    ["a shorter backoff on a 409", conflict(RETRY, backoff(4)), []],
    ["a backoff beside a bad Retry-After", unavailable(["Retry-After", "x"], backoff(4)), ["retry.present"]],
    ["a sunset at the deprecation", lifecycle("Fri, 31 Dec 2027 23:59:59 GMT"), []],
    ["a sunset before it", lifecycle("Fri, 31 Dec 2027 23:59:58 GMT"), ["lifecycle.sunset.after"]],
  ])("%s", (_, change, rules) => {
    expect(rulesBroken(change)).toEqual(rules);
  });
});
