import { describe, expect, test } from "vitest";
import { isWebLinking } from "../../contract/field-formats.ts";
import { structuredProblem } from "../../contract/structured-fields.ts";
import { isUri, isUriReference } from "../../contract/uri.ts";
import { hawkParameter, schemesOf } from "../../exchange/authentication-challenge.ts";
import { having, rulesBroken } from "../support/contract-exchanges.ts";

/** What takes the square of so many steps, or more, does not end before the test does. */
const MANY = 200_000;

/** An answer with this challenge. */
const challenged = (value: string) => ({ header: () => value }) as unknown as Parameters<typeof schemesOf>[0];

describe("the time of a hostile field is linear in its length", () => {
  test.each<[string, string]>([
    ["members that are empty", `${", ".repeat(MANY)}x`],
    ["members that are empty, and white space", `${" \t,".repeat(MANY)}x`],
    ["parameters", `<a>${";a".repeat(MANY)}\0`],
    ["white space", `<a>;rel=a${" ".repeat(MANY)}x`],
    ["quotes that have no end", `<a>;rel=${'"\\'.repeat(MANY)}`],
    ["targets that have no end", "<".repeat(MANY)],
  ])("links of %s", (_, text) => {
    expect(isWebLinking(text)).toBe(false);
  });

  test("forty empty links, of which one is none", () => {
    expect(rulesBroken(having("Link", `${", ".repeat(40)}x`))).toEqual(["lifecycle.link.form"]);
  });

  test.each<[string, string]>([
    ["strings that have no end", '"\\'.repeat(MANY)],
    ["digits", "1".repeat(MANY)],
    ["fractions", `5.0${"0".repeat(MANY)}`],
    ["quotes", '5;a="'.repeat(MANY)],
  ])("a structured field of %s", (_, text) => {
    expect(structuredProblem({ type: "list", value: "integer" }, text)).not.toBeNull();
  });

  test.each<[string, string]>([
    ["strings that have no end", 'Bearer a="\\'.repeat(MANY)],
    ["tokens", "a ".repeat(MANY)],
    ["white space", `Bearer${" ".repeat(MANY)}`],
    ["Hawk", "Hawk ".repeat(MANY)],
  ])("a challenge of %s", (_, text) => {
    expect(schemesOf(challenged(text)).length).toBeLessThan(2);
    expect(hawkParameter(challenged(`Hawk ${text}`), "ts")).toBeUndefined();
  });

  test.each([
    "a:".repeat(MANY),
    "/".repeat(MANY),
    "%41".repeat(MANY),
    `//${"[".repeat(MANY)}`,
    `//${"@".repeat(MANY)}`,
  ])("a reference", (text) => {
    expect(isUriReference(`${text}"`)).toBe(false);
  });
});

describe("a reference by its grammar (RFC 3986)", () => {
  test.each([
    ...[
      "",
      "a",
      "/a/b;c=1?d#e",
      "//a.test",
      "?x=/?",
      "#",
      "./1:2",
      "//[::1]:80/",
      "//[v1.a:b]/",
      "//u:p@h:/",
      "%41",
    ],
  ])("%j is one", (text) => {
    expect([isUriReference(text), isUri(text)]).toEqual([true, false]);
  });

  test.each(["http://a.test/2.0/", "mailto:", "urn:a:b", "a+b-1.c:x", "http:"])("%j is a URI", (text) => {
    expect([isUriReference(text), isUri(text)]).toEqual([true, true]);
  });

  test.each([
    ...[
      "1:2",
      ":",
      "a b",
      "é",
      "%4",
      "%zz",
      "a[b]",
      "#a#b",
      "//[::1",
      "//[::z]/",
      "//[::1%25e]/",
      "//h:8a",
      "//::1",
    ],
    ...["a\n", "//a@b@c", "<a>", '"'],
  ])("%j is none", (text) => {
    expect([isUriReference(text), isUri(text)]).toEqual([false, false]);
  });
});

test("a challenge names its schemes, and no parameter is one", () => {
  expect(schemesOf(challenged('Bearer realm="a, Basic b", Hawk ts = "1", Negotiate, NTLM abc=='))).toEqual([
    ...["bearer", "hawk", "negotiate", "ntlm"],
  ]);
  const hawk = challenged('Bearer ts="0", hawk TS="1795000000", tsm=abc, error="Stale, tsm=x"');
  expect(["ts", "tsm", "error", "id"].map((name) => hawkParameter(hawk, name))).toEqual([
    ...["1795000000", "abc", "Stale, tsm=x", undefined],
  ]);
});
