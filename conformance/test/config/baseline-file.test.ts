import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import schema from "../../config/baseline.schema.json" with { type: "json" };
import { parseBaseline, readBaseline } from "../../config/baseline-file.ts";
import { updateBaseline } from "../../config/baseline-update.ts";
import { UsageError } from "../../results/errors.ts";
import type { RuleResult } from "../../results/report-model.ts";
import { folder } from "../support/command.ts";
import { result } from "../support/sample-report.ts";

const FULL = `# the head
failures:
  # about created
  - rule: record.created # here
    reason: "Old clients, which take another status for an error and then never come back to us at all."
    issue: https://a.example/1

  # about changed
  - rule: record.changed
    reason: |
      two
      lines
    expires: 2027-01-31
  - { rule: record.head, reason: flow, flaky: true }
  # the end
`;

describe("the file", () => {
  test("is read with the lines of each entry", () => {
    const { entries } = parseBaseline(FULL, "b.yaml");
    expect(entries.map(({ rule, lines, flaky }) => [rule, lines, flaky])).toEqual([
      ["record.created", [4, 6], false],
      ["record.changed", [9, 13], false],
      ["record.head", [14, 14], true],
    ]);
    expect(entries[1]).toMatchObject({ reason: "two\nlines\n", issue: null, expires: "2027-01-31" });
  });

  test("has entries that end with their last word, not with the empty lines after it", () => {
    const block =
      "failures:\n  - rule: a.b\n    reason: |+\n      text\n\n\n  - { rule: a.c, reason: x }\n\n# end\n";
    expect(parseBaseline(block, "b.yaml").entries.map(({ lines }) => lines)).toEqual([
      [2, 4],
      [7, 7],
    ]);
  });

  test("may be JSON, and may have no entry", () => {
    const text = '{"failures": [{"rule": "record.head", "reason": "x"}]}';
    expect(parseBaseline(text, "b.json").entries).toMatchObject([{ rule: "record.head", lines: [1, 1] }]);
    expect(parseBaseline("failures: []\n", "b.yaml").entries).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ["no map", "- a\n", /^b:1:1: at the top level: has to be a map with failures\.$/m],
    ["nothing", "", /^b:1:1: at the top level: has to be a map with failures\.$/m],
    [
      "another key",
      "failures: []\nfailure: []\n",
      /^b:2:1: at failure: is not a key here\. The keys are failures\.$/m,
    ],
    ["no list", "failures:\n", /^b:1:\d+: at failures: has to be a list of entries\.$/m],
    [
      "an entry of one word",
      "failures:\n  - record.head\n",
      /^b:2:5: at failures\.0: has to be a map with rule/m,
    ],
    [
      "no reason",
      "failures:\n  - rule: a.b\n",
      /^b:2:5: at failures\.0\.reason: is missing\. It has to be a string/m,
    ],
    [
      "an empty reason",
      "failures:\n  - rule: a.b\n    reason: ' '\n",
      /^b:3:13: at failures\.0\.reason: has to be/m,
    ],
    [
      "a misspelt key",
      "failures:\n  - rule: a.b\n    reason: x\n    expire: 2027-01-31\n",
      /^b:4:5: at failures\.0\.expire: is not a key here\. The keys are rule, reason, issue, expires, flaky, cause\.$/m,
    ],
    [
      "a day that there is not",
      "failures:\n  - { rule: a.b, reason: x, expires: 2027-02-30 }\n",
      /^b:2:38: at failures\.0\.expires: has to be a day such as/m,
    ],
    [
      "an issue that is no link",
      "failures:\n  - { rule: a.b, reason: x, issue: 17 }\n",
      /^b:2:36: at failures\.0\.issue: has to be a URL/m,
    ],
    ["a key with its value", "failures: []\ntoken:abc: 1\n", /^b:2:1: at token:…: is not a key here/m],
    ["a key twice", "failures:\n  - rule: a.b\n    rule: a.c\n", /^b:3:5: not valid YAML: duplicate key/m],
    ["no YAML", "failures: [\n", /^b:\d:\d+: not valid YAML/m],
    ["an alias", "a: &x y\nfailures: *x\n", /^b:2:11: an alias \(\*name\) is not allowed here/m],
  ])("is refused with file, line, column and key: %s", (_, text, message) => {
    expect(() => parseBaseline(text, "b")).toThrow(UsageError);
    expect(() => parseBaseline(text, "b")).toThrow(message);
  });

  test("is refused with all its mistakes at once", () => {
    const text = "failures:\n  - rule: 1\n    reason: x\n  - rule: a.b\n    why: x\n";
    expect(() => parseBaseline(text, "b")).toThrow(
      /^b:2:11: .*\nb:4:5: .*reason: is missing.*\nb:5:5: at .*why/m,
    );
  });

  test("that is not there is refused with the next step", () => {
    expect(() => readBaseline("none.yaml")).toThrow(/^none\.yaml: cannot be read: .*sync2 baseline --write/);
  });
});

describe("an update", () => {
  const update = (text: string | null, ...results: RuleResult[]) =>
    updateBaseline(
      text === null ? null : parseBaseline(text, "b.yaml"),
      { results },
      { file: join(folder, "b.yaml"), reason: "TODO: why is this accepted?", day: "2026-11-23" },
    );
  const failing = ["record.created", "record.changed", "record.head"].map((id) => result(id, "violated"));

  test("changes nothing where all is as written, or where nothing is known", () => {
    expect(update(FULL, ...failing)).toEqual({ text: FULL, changes: [] });
    expect(update(FULL)).toEqual({ text: FULL, changes: [] });
    const open = (["untested", "inconclusive", "broken"] as const).map((outcome, index) =>
      result(failing[index]?.rule ?? "", outcome),
    );
    expect(update(FULL, ...open)).toEqual({ text: FULL, changes: [] });
  });

  test("adds new failures at the end, and leaves everything else as it stands", () => {
    const { text, changes } = update(
      FULL,
      result("record.get.ok", "violated"),
      ...failing,
      result("record.get.ttl", "inconsistent"),
      result("record.get.missing", "violated", { level: "SHOULD" }),
    );
    expect(changes).toMatchObject([
      { kind: "add", rule: "record.get.ok", why: "violated" },
      { kind: "add", rule: "record.get.ttl", why: "inconsistent" },
    ]);
    const added = `  - rule: record.get.ok
    reason: "TODO: why is this accepted?"
  - rule: record.get.ttl
    reason: "TODO: why is this accepted?"
    flaky: true
`;
    expect(text).toBe(FULL.replace("  # the end\n", `${added}  # the end\n`));
  });

  test("removes what passes now with the comment above it, and nothing else", () => {
    const { text, changes } = update(FULL, result("record.created", "passed"), ...failing.slice(1));
    expect(changes).toEqual([
      { kind: "remove", rule: "record.created", why: "passes now", reason: expect.stringContaining("Old") },
    ]);
    expect(text).toBe(FULL.replace(/ {2}# about created[\s\S]*?\n\n/, ""));
    const middle = update(FULL, failing[0] as RuleResult, result("record.changed", "notApplicable"));
    expect(middle.text).toBe(FULL.replace(/\n {2}# about changed[\s\S]*2027-01-31\n/, ""));
  });

  test("removes what no run would take, with a hint at what was meant", () => {
    const text = `${FULL.replace("record.changed", "record.craeted")}  - { rule: record.head, reason: again }\n`;
    const { changes, text: next } = update(text, ...failing);
    expect(changes).toMatchObject([
      { kind: "remove", rule: "record.craeted", why: "no rule has this id; did you mean record.created?" },
      { kind: "remove", rule: "record.head", why: "is in the file twice" },
      { kind: "add", rule: "record.changed" },
    ]);
    const ids = parseBaseline(next, "b.yaml").entries.map(({ rule }) => rule);
    expect(ids).toEqual(["record.created", "record.head", "record.changed"]);
  });

  test("keeps what has expired and still fails", () => {
    const text = FULL.replace("2027-01-31", "2020-01-31");
    expect(update(text, ...failing)).toEqual({ text, changes: [] });
  });

  test("leaves an empty list, to which later ones are added", () => {
    const passed = failing.map(({ rule }) => result(rule, "passed"));
    const { text } = update(FULL.replace(", flaky: true", ""), ...passed);
    expect(text).toBe("# the head\nfailures:\n  []\n  # the end\n");
    const again = update(text, ...failing);
    expect(parseBaseline(again.text, "b.yaml").entries).toHaveLength(3);
    expect(again.text).toContain("\n  - rule: record.head\n");
  });

  test("makes a file that editors and the suite understand", () => {
    const { text } = update(null, ...failing.slice(0, 1));
    expect(text).toMatch(/^# yaml-language-server: \$schema=\S+baseline\.schema\.json\n# Known failures/);
    const [, path = ""] = /\$schema=(\S+)/.exec(text) ?? [];
    expect(JSON.parse(readFileSync(join(folder, path), "utf8"))).toEqual(schema);
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    expect(ajv.validate(schema, parse(text)), ajv.errorsText()).toBe(true);
    expect(
      text.endsWith('failures:\n  - rule: record.created\n    reason: "TODO: why is this accepted?"\n'),
    ).toBe(true);
  });
});
