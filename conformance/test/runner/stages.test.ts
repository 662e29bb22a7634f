import { describe, expect, test } from "vitest";
import schema from "../../config/config.schema.json" with { type: "json" };
import { UsageError } from "../../results/errors.ts";
import { stageProgress } from "../../results/stage-progress.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import { narrowedTo, selectRules } from "../../runner/select/select-rules.ts";
import { operationsThrough, STAGE_NAMES, stageOf } from "../../runner/select/stages.ts";

describe("the stages", () => {
  test("are those that the configuration takes", () => {
    expect(schema.$defs.stageName.enum).toEqual(STAGE_NAMES);
  });

  test("each have rules, and add to the operations before them or leave them as they are", () => {
    for (const [index, name] of STAGE_NAMES.entries()) {
      expect(TESTABLE.some((rule) => stageOf(rule) === name)).toBe(true);
      const before = index === 0 ? new Set() : operationsThrough(STAGE_NAMES[index - 1] as typeof name);
      for (const operation of before) expect(operationsThrough(name)).toContain(operation);
    }
    expect(operationsThrough("service").size).toBe(32);
  });

  test("order the rules", () => {
    const places = TESTABLE.map((rule) => STAGE_NAMES.indexOf(stageOf(rule)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe("a run is narrowed", () => {
  test("to a stage, and to all up to it", () => {
    const one = selectRules({ only: [], stage: "records" });
    expect(new Set(one.map(stageOf))).toEqual(new Set(["records"]));
    const some = selectRules({ only: [], through: "records" });
    expect(new Set(some.map(stageOf))).toEqual(new Set(["responses", "information", "records"]));
    expect(narrowedTo({ only: ["record"], through: "records", exclude: ["record.get"] })).toEqual([
      "record",
      "through records",
      "without record.get",
    ]);
  });

  test("by what is left out", () => {
    const left = selectRules({ only: ["record"], exclude: ["record.get", "record.head"] });
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((rule) => rule.startsWith("record.get") || rule === "record.head")).toEqual([]);
  });

  test.each([
    [{ only: [], stage: "lists", through: "records" } as const, /exclude each other/],
    [{ only: [], exclude: ["recrod"] }, /--exclude recrod: no rule/],
    [{ only: ["race"], through: "records" } as const, /No rule remains for race, through records/],
  ])("never to nothing: %j", (narrowing, message) => {
    expect(() => selectRules(narrowing)).toThrow(UsageError);
    expect(() => selectRules(narrowing)).toThrow(message);
  });
});

test("stairs count what passed of the rules of each stage that the run has", () => {
  const results = [
    { rule: "auth.missing", outcome: "passed" },
    { rule: "record.created", outcome: "violated" },
    { rule: "record.changed", outcome: "passed" },
    { rule: "no.such.rule", outcome: "passed" },
  ] as Parameters<typeof stageProgress>[0];
  expect(stageProgress(results).map(({ stage, passed, total }) => [stage, passed, total])).toEqual([
    ["responses", 1, 1],
    ["records", 1, 2],
  ]);
});
