import { describe, expect, test, vi } from "vitest";
import { describeRules } from "../../cli/describe-rules.ts";
import { parseBaseline } from "../../config/baseline-file.ts";
import { updateBaseline } from "../../config/baseline-update.ts";
import { applyBaseline, baselineNotes } from "../../results/apply-baseline.ts";
import { UsageError } from "../../results/errors.ts";
import { currentId, similarId } from "../../results/rule-ids.ts";
import { rulesMatching } from "../../runner/select/rule-selectors.ts";
import { report, result } from "../support/sample-report.ts";

const UNSEEN = vi.hoisted(() => ({
  level: "MAY",
  text: "A server MAY rest.",
  place: "#",
  untestable: "Unseen.",
}));

// Rules have been renamed here, whatever the spec says.
vi.mock("../../../generated/rules.ts", async (original) => ({
  ...(await original<object>()),
  rules: { ...(await original<{ rules: object }>()).rules, "record.unseen": UNSEEN },
  aliases: { "record.made": "record.created", "record.get": "record.get.ok" },
}));

describe("an id that a rule had before", () => {
  test("is that of the rule; what no rule had is none", () => {
    const ids = ["record.made", "record.created", "record.gone", "toString", ""];
    expect(ids.map(currentId)).toEqual(["record.created", "record.created", null, null, null]);
  });

  test("is understood where it is misspelt", () => {
    expect(similarId("record.mode")).toBe("record.created");
    expect(similarId("record.craeted")).toBe("record.created");
    expect(similarId("nothing.like.any.of.them.at.all")).toBeNull();
  });

  test("selects the rule", () => {
    expect(rulesMatching(["record.made"])).toEqual({
      chosen: ["record.created"],
      unknown: [],
      renamed: [["record.made", "record.created"]],
    });
    expect(rulesMatching(["record.created", "order"])).toMatchObject({ unknown: [], renamed: [] });
    expect(rulesMatching(["record.mode"])).toEqual({ chosen: [], unknown: ["record.mode"], renamed: [] });
  });

  test("selects what lies below it, too, where it is what other ids begin with", () => {
    const { chosen, renamed } = rulesMatching(["record.get"]);
    expect(chosen.length).toBeGreaterThan(1);
    expect(chosen.every((id) => id.startsWith("record.get."))).toBe(true);
    expect(renamed).toEqual([["record.get", "record.get.ok"]]);
  });

  test("has the rule explained, with its id of today", async () => {
    const said = await describeRules("record.made", { json: false, color: false });
    expect(said).toMatch(/^record\.made is now called record\.created\.\n\nrecord\.created\nA PUT or POST/);
    expect(said.split("\n\n").slice(1).join("\n\n")).toBe(
      await describeRules("record.created", { json: false, color: false }),
    );
    expect(JSON.parse(await describeRules("record.made", { json: true, color: false }))).toMatchObject([
      { id: "record.created" },
    ]);
    const unknown = describeRules("record.mode", { json: false, color: false });
    await expect(unknown).rejects.toThrow(UsageError);
    await expect(unknown).rejects.toThrow(/no rule has this id or area\. Did you mean record\.created\?/);
  });
});

describe("a baseline with an id that a rule had before", () => {
  const text = "failures:\n  # see the minutes\n  - { rule: record.made, reason: x }\n";
  const baseline = parseBaseline(text, "b.yaml");
  const failing = report([result("record.head", "passed"), result("record.created", "violated")]);
  const options = { file: "b.yaml", reason: "new", day: "2026-11-23" };

  test("works, and the run names the new one", () => {
    const { baseline: found, verdict } = applyBaseline(failing, baseline, "2026-11-23");
    expect(found?.known).toMatchObject([{ rule: "record.created", reason: "x" }]);
    expect({ verdict, problems: found?.problems }).toEqual({ verdict: "pass", problems: [] });
    expect(baselineNotes(baseline)).toEqual([
      'b.yaml:3: record.made is now called record.created: "sync2 baseline --write" takes that over',
    ]);
  });

  test("has one rule once", () => {
    const twice = parseBaseline(`${text}  - { rule: record.created, reason: y }\n`, "b.yaml");
    const { baseline: found, verdict } = applyBaseline(failing, twice, "2026-11-23");
    expect(found?.problems).toMatchObject([{ rule: "record.created", line: 4 }]);
    expect(verdict).toBe("fail");
  });

  test("is updated in place; a report of then says the same as one of now", () => {
    const next = text.replace("record.made", "record.created");
    expect(updateBaseline(baseline, failing, options)).toMatchObject({
      text: next,
      changes: [{ kind: "rename", rule: "record.made", why: "now record.created" }],
    });
    const old = { results: [result("record.head", "passed"), result("record.made", "violated")] };
    expect(updateBaseline(parseBaseline(next, "b.yaml"), old, options)).toEqual({ text: next, changes: [] });
    const kept = { results: [result("record.made", "passed")] };
    expect(updateBaseline(parseBaseline(next, "b.yaml"), kept, options).changes).toMatchObject([
      { kind: "remove", rule: "record.created", why: "passes now" },
    ]);
    const fresh = updateBaseline(null, old, options);
    expect(fresh.changes).toMatchObject([{ kind: "add", rule: "record.created" }]);
  });
});

test("a baseline with a rule that no check can judge is wrong", () => {
  const baseline = parseBaseline("failures: [{ rule: record.unseen, reason: x }]", "b.yaml");
  const run = applyBaseline(report([result("record.head", "passed")]), baseline, "2026-11-23");
  expect(run.baseline?.problems).toMatchObject([
    { line: 1, message: "record.unseen has no check, and cannot fail: remove line 1." },
  ]);
  expect(run.verdict).toBe("fail");
});
