import { expect, test } from "vitest";
import { aliases, rules } from "../../generated/rules.ts";
import { checks } from "../checks/index.ts";
import { faults } from "../reference/faults/index.ts";
import { TESTABLE } from "../runner/select/rule-selectors.ts";

test("rule ids are permanent: one that goes or changes breaks links, baselines and reports", () => {
  // One that a rule had before is still its.
  expect([...Object.keys(rules), ...Object.keys(aliases)].sort()).toMatchSnapshot();
});

test("every testable rule has a check and a fault, and nothing else has", () => {
  const testable = [...TESTABLE].sort();
  expect(Object.keys(checks).sort()).toEqual(testable);
  expect(Object.keys(faults).sort()).toEqual(testable);
});
