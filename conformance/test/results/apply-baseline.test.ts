import { describe, expect, test } from "vitest";
import { applyBaseline, baselineNotes, isExpected, today } from "../../results/apply-baseline.ts";
import type { BaselineEntry } from "../../results/baseline-entry-status.ts";
import type { Level, Outcome, Report } from "../../results/report-model.ts";
import { report, result } from "../support/sample-report.ts";

const TODAY = "2026-11-23";

function entry(rule: string, more: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    rule,
    reason: "known",
    issue: null,
    expires: null,
    flaky: false,
    cause: null,
    lines: [12, 14],
    ...more,
  };
}

/** A run in which one rule passed, and `record.created` came out so. */
function run(outcome: Outcome, level: Level = "MUST"): Report {
  return report([result("record.changed", "passed"), result("record.created", outcome, { level })]);
}

function apply(to: Report, ...entries: BaselineEntry[]) {
  const { baseline, verdict } = applyBaseline(to, { file: "b.yaml", entries }, TODAY);
  return {
    verdict,
    known: baseline?.known.map(({ rule }) => rule),
    problems: baseline?.problems.map(({ line, message }) => `${line}: ${message}`),
  };
}

const NOTHING = { known: [], problems: [] };

describe("a failure that was to be expected", () => {
  test.each<Outcome>(["violated", "inconsistent"])("fails no run: %s", (outcome) => {
    expect(apply(run(outcome))).toEqual({ verdict: "fail", ...NOTHING });
    const known = { verdict: "pass", known: ["record.created"], problems: [] };
    expect(apply(run(outcome), entry("record.created"))).toEqual(known);
  });

  test("is reported with all that the file says of it, and stays violated in the results", () => {
    const more = { reason: "old clients", issue: "https://a.example/1", expires: TODAY };
    const before = run("violated");
    const after = applyBaseline(before, { file: "b.yaml", entries: [entry("record.created", more)] }, TODAY);
    expect(after.baseline?.known).toEqual([{ rule: "record.created", ...more }]);
    expect({ ...after, baseline: null, verdict: "fail" }).toEqual(before);
  });

  test("may be one of a SHOULD", () => {
    const known = { verdict: "pass", known: ["record.created"], problems: [] };
    expect(apply(run("violated", "SHOULD"), entry("record.created"))).toEqual(known);
  });

  test("covers no other failure", () => {
    const both = report([...run("violated").results, result("record.head", "violated")]);
    expect(apply(both, entry("record.created"))).toMatchObject({
      verdict: "fail",
      known: ["record.created"],
    });
  });

  test("is nothing to end a run for", () => {
    const created = { rule: "record.created", outcome: "violated" } as const;
    const expected = (more: Partial<BaselineEntry>, rule = "record.created") =>
      isExpected({ file: "", entries: [entry(rule, more)] }, created, TODAY);
    expect(expected({})).toBe(true);
    expect(expected({}, "record.changed")).toBe(false);
    expect(expected({ expires: "2026-11-22" })).toBe(false);
  });
});

describe("an entry that is wrong fails the run, and says what to remove", () => {
  const failing = (problem: string) => ({ verdict: "fail", known: [], problems: [`12: ${problem}`] });

  test("its rule passes", () => {
    const problem = "record.created passes now: remove lines 12 to 14.";
    expect(apply(run("passed"), entry("record.created"))).toEqual(failing(problem));
    const [short] = apply(run("passed"), entry("record.created", { lines: [3, 3] })).problems ?? [];
    expect(short).toBe("3: record.created passes now: remove line 3.");
  });

  test("its rule is not applicable", () => {
    const problem = "The server does not offer the feature of record.created: remove lines 12 to 14.";
    expect(apply(run("notApplicable"), entry("record.created"))).toEqual(failing(problem));
  });

  test.each([
    [
      "record.craeted",
      "No rule is called record.craeted. If you mean record.created, write that; otherwise remove lines 12 to 14.",
    ],
    [
      "completely.different.words.altogether",
      "No rule is called completely.different.words.altogether: remove lines 12 to 14.",
    ],
    ["constructor", "No rule is called constructor: remove lines 12 to 14."],
  ])("no rule is called %s", (rule, problem) => {
    expect(apply(run("passed"), entry(rule))).toEqual(failing(problem));
  });

  test("it has expired, and the failure counts again", () => {
    const at = (expires: string) => apply(run("violated"), entry("record.created", { expires }));
    expect(at(TODAY)).toMatchObject({ verdict: "pass", problems: [] });
    expect(at("2026-11-22")).toEqual(
      failing(
        "record.created was accepted until 2026-11-22: fix the server and remove lines 12 to 14, or set a later day there.",
      ),
    );
  });

  test("another one says the same", () => {
    const second = entry("record.created", { lines: [20, 21] });
    expect(apply(run("violated"), entry("record.created"), second)).toEqual({
      verdict: "fail",
      known: ["record.created"],
      problems: ["20: Line 12 already has an entry for record.created: remove lines 20 to 21."],
    });
  });

  test("even where nothing else fails, or all is broken", () => {
    expect(apply(run("broken"), entry("record.changed"))).toMatchObject({ verdict: "fail" });
  });
});

describe("an entry of which nothing can be said is no mistake", () => {
  test("its rule was not run", () => {
    expect(apply(run("passed"), entry("record.head", { expires: "2020-01-01" }))).toEqual({
      verdict: "pass",
      ...NOTHING,
    });
  });

  test.each<[Outcome, string]>([
    ["untested", "pass"],
    ["inconclusive", "pass"],
    ["broken", "broken"],
  ])("its rule is %s", (outcome, verdict) => {
    expect(apply(run(outcome), entry("record.created"))).toEqual({ verdict, ...NOTHING });
  });

  test("its rule passes now and then, and it says so", () => {
    const flaky = entry("record.created", { flaky: true });
    expect(apply(run("passed"), flaky)).toEqual({ verdict: "pass", ...NOTHING });
    expect(apply(run("inconsistent"), flaky)).toMatchObject({ verdict: "pass", known: ["record.created"] });
    expect(apply(run("passed"), { ...flaky, expires: "2020-01-01" })).toMatchObject({ verdict: "fail" });
  });
});

test("a reason that is still to be given is accepted, and said", () => {
  const entries = [
    entry("record.created", { reason: "TODO: why is this accepted?" }),
    entry("record.changed", { reason: "TODOS are a kind of record" }),
    entry("no.rule", { reason: "TODO" }),
  ];
  expect(apply(run("violated"), ...entries.slice(0, 1))).toMatchObject({ verdict: "pass" });
  expect(baselineNotes({ file: "b.yaml", entries })).toEqual(["b.yaml:12: record.created has no reason yet"]);
});

test("today is a day in UTC", () => {
  expect(today()).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(Math.abs(Date.parse(today()) - Date.now())).toBeLessThan(2 * 86_400_000);
});
