import { expect, test } from "vitest";
import { explain } from "../cli/explain-rule.ts";
import { areaOf } from "../results/group-results.ts";
import { TESTABLE } from "../runner/select/rule-selectors.ts";

/** `session/lease` of `conformance/checks/session/lease.ts:56`. */
function addressIn(folder: string, place: string | null | undefined): string | undefined {
  return place?.startsWith(folder) ? /^(.+)\.ts:\d+$/.exec(place.slice(folder.length))?.[1] : undefined;
}

test("the check and the fault of a rule have one address, which begins with its area", () => {
  const places = TESTABLE.map((rule) => {
    const { check, fault } = explain(rule);
    return {
      rule,
      check: addressIn("conformance/checks/", check),
      fault: addressIn("conformance/reference/faults/", fault?.at),
    };
  });
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter(({ check, fault }) => check === undefined || check !== fault)).toEqual([]);
  expect(places.filter(({ rule, check }) => check?.split("/")[0] !== areaOf(rule))).toEqual([]);
});
