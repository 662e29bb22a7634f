import { describe, expect, test } from "vitest";
import type { Baseline, Level, Outcome } from "../../results/report-model.ts";
import { completeness, isComplete, summarise, verdict } from "../../results/verdict.ts";
import { asRule, report, result, sampleResults } from "../support/sample-report.ts";

const results = (...outcomes: Outcome[]) => outcomes.map((outcome, n) => result(`area.rule.n${n}`, outcome));

test("the summary counts every outcome", () => {
  expect(summarise(sampleResults())).toEqual({
    passed: 2,
    violated: 2,
    inconsistent: 0,
    untested: 2,
    notApplicable: 1,
    inconclusive: 1,
    broken: 1,
    total: 9,
  });
});

describe("verdict", () => {
  test.each<[Level, string]>([
    ["MUST", "fail"],
    ["MUST NOT", "fail"],
    ["SHOULD", "pass"],
    ["SHOULD NOT", "pass"],
    ["MAY", "pass"],
  ])("a violated %s makes a run %s", (level, expected) => {
    expect(verdict([...results("passed"), result("area.rule.x", "violated", { level })])).toBe(expected);
  });

  test("a violation outweighs a broken check", () => {
    expect(verdict(results("broken", "violated", "passed"))).toBe("fail");
  });

  test("a broken check spoils a run without violations", () => {
    expect(verdict(results("passed", "broken"))).toBe("broken");
  });

  test.each([[results()], [results("untested", "notApplicable", "inconclusive")]])(
    "a run in which nothing passed shows nothing",
    (none) => {
      expect(verdict(none)).toBe("broken");
    },
  );

  test("what is untested, inapplicable or inconclusive fails no run", () => {
    expect(verdict(results("passed", "untested", "notApplicable", "inconclusive"))).toBe("pass");
  });
});

describe("verdict with known failures", () => {
  const baseline = (rules: string[], problems: string[] = []): Baseline => ({
    file: "b.yaml",
    known: rules.map((rule) => ({ rule: asRule(rule), reason: "known", issue: null, expires: null })),
    problems: problems.map((rule) => ({ rule, line: 1, message: "wrong" })),
  });

  test("they fail no run", () => {
    expect(verdict(results("passed", "violated", "inconsistent"), baseline(["area.rule.n1"]))).toBe("fail");
    const both = baseline(["area.rule.n1", "area.rule.n2"]);
    expect(verdict(results("passed", "violated", "inconsistent"), both)).toBe("pass");
    expect(verdict(results("passed", "violated", "inconsistent", "broken"), both)).toBe("broken");
  });

  test("a problem in the baseline fails the run, whatever else came out", () => {
    expect(verdict(results("passed"), baseline([], ["x"]))).toBe("fail");
    expect(verdict(results("broken"), baseline([], ["x"]))).toBe("fail");
  });

  test("where nothing passed, only known failures show something", () => {
    expect(verdict(results("violated"), baseline(["area.rule.n0"]))).toBe("pass");
    // A plain target has no scenarios, so that some rules are untested whatever the server does.
    expect(verdict(results("violated", "untested", "notApplicable"), baseline(["area.rule.n0"]))).toBe(
      "pass",
    );
    expect(verdict(results("violated", "inconclusive"), baseline(["area.rule.n0"]))).toBe("broken");
    expect(verdict(results("untested"), baseline([]))).toBe("broken");
    expect(verdict(results(), baseline(["area.rule.n0"]))).toBe("broken");
  });
});

describe("completeness", () => {
  test("a run is complete with violations and inapplicable rules", () => {
    expect(isComplete(results("passed", "violated", "notApplicable"), null, 3)).toBe(true);
  });

  test.each<Outcome>(["untested", "inconclusive", "broken"])(
    "a rule that is %s makes it incomplete",
    (outcome) => {
      expect(isComplete(results("passed", outcome), null, 2)).toBe(false);
    },
  );

  test("a rule that was not run makes it incomplete, even where another one was run twice", () => {
    expect(isComplete(results("passed"), null, 2)).toBe(false);
    expect(isComplete([...results("passed"), ...results("passed")], null, 2)).toBe(false);
  });

  test("a narrowed run is incomplete", () => {
    expect(isComplete(results("passed"), ["area"], 1)).toBe(false);
  });

  test("the words name the reasons", () => {
    const say = (outcomes: Outcome[], more = {}) => completeness(report(results(...outcomes), more));
    expect(say(["passed"], { complete: true })).toBe("complete");
    expect(say(["untested", "untested", "untested"])).toBe("not complete: 3 rules untested");
    expect(say(["broken", "inconclusive"], { only: ["record"] })).toBe(
      "not complete: 1 rule inconclusive, 1 rule broken, narrowed to record",
    );
    expect(say(["passed"])).toBe("not complete: not every rule was run");
  });
});
