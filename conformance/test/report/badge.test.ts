import { makeBadge } from "badge-maker";
import { expect, test } from "vitest";
import { renderBadge } from "../../report/formats/badge.ts";
import type { Report } from "../../results/report-model.ts";
import { empty, good, mixed, stale } from "../support/hostile-text.ts";

/** Keys that shields.io documents for an endpoint badge, without those for a look of its own. */
const KEYS = ["schemaVersion", "label", "message", "color"];

function badge(report: Report) {
  const value = JSON.parse(renderBadge(report));
  expect(Object.keys(value)).toEqual(KEYS);
  expect(value.schemaVersion).toBe(1);
  const { label, message, color } = value;
  // The library behind shields.io: it refuses what it cannot draw, and draws a colour that it does not know as grey.
  expect(makeBadge({ label, message, color })).toContain(`aria-label="${label}: ${message}"`);
  return `${color}: ${message}`;
}

const known: Report["baseline"] = { file: "a", known: mixed().baseline?.known ?? [], problems: [] };

test.each<[string, Report, string]>([
  ["a complete run", good(), "brightgreen: 2/2 rules"],
  ["a run that is not complete", { ...good(), complete: false }, "green: 2/2 rules"],
  ["a narrowed run", { ...good(), complete: false, only: ["record"] }, "blue: 2/2 rules of one part"],
  ["a run with known failures", { ...good(), baseline: known }, "yellow: 2/2 rules, 1 known to fail"],
  ["a failed run", { ...mixed(), baseline: null }, "red: fail: 2/11 rules"],
  ["a run whose baseline is wrong", stale(), "red: fail: 2/2 rules, 1 wrong in the baseline"],
  ["a run that shows nothing", empty(), "lightgrey: unknown: the run broke"],
])("the badge of %s", (_, report, expected) => {
  expect(badge(report)).toBe(expected);
});
