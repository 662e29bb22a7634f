import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../report/formats/markdown.ts";
import { shorten, visible } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import { empty, good, mixed, NASTY, nasty, nastySentences, stale } from "../support/hostile-text.ts";
import { SENTENCES } from "../support/sample-report.ts";

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

function parse(
  report: Report,
  sentences = SENTENCES as Record<string, { text: string; place: string }>,
): Node {
  const text = renderMarkdown(report, sentences);
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
}

function all(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(all)];
}

/** What a reader sees of a node; elements of HTML are not seen. */
function seen(node: Node): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value ?? "";
  return (node.children ?? []).map(seen).join("");
}

/** Cells of the table, or items of the list, below a heading. */
function below(root: Node, title: string): string[][] {
  const nodes = root.children ?? [];
  const at = nodes.findIndex((node) => node.type === "heading" && seen(node) === title);
  const next = at < 0 ? undefined : nodes[at + 1];
  if (next?.type === "list") return (next.children ?? []).map((item) => [seen(item)]);
  expect(next?.type ?? "table").toBe("table");
  return (next?.children ?? []).slice(1).map((row) => (row.children ?? []).map(seen));
}

const headings = (root: Node) =>
  all(root)
    .filter(({ type }) => type === "heading")
    .map(seen);

describe("a report of every kind of result", () => {
  const root = parse(mixed());

  test("begins with verdict and counts, and has a part for each kind", () => {
    expect(headings(root)).toEqual([
      "❌ Sync 2.0 conformance: fail",
      "Fails the run",
      "Violated",
      "Warnings",
      "Known failures",
      "Broken",
      "Inconclusive",
      "Untested",
      "Not applicable",
      "Stages",
      "Coverage",
    ]);
    expect(seen(root.children?.[1] as Node)).toMatch(
      /^11 rules: 2 passed, 2 violated, 1 inconsistent, 1 broken, .* 1 known failure \(not complete: /,
    );
  });

  test("tells violations, known failures and gaps", () => {
    const [first, second] = below(root, "Violated");
    expect(first?.slice(0, 4)).toEqual([
      "record.put.created",
      "MUST",
      "A PUT that creates a record answers 201.",
      "201",
    ]);
    expect(second?.[0]).toBe("model.store.often");
    expect(second?.[2]).toBe("(violated in 1 of 3 attempts (2 passed))");
    expect(below(root, "Warnings").map(([rule, level]) => [rule, level])).toEqual([
      ["record.put.hint", "SHOULD"],
    ]);
    expect(below(root, "Known failures")).toEqual([
      ["record.put.known", "violated", "The disk is old.", "https://issues.example/7", "2027-01-31"],
    ]);
    expect(below(root, "Untested")).toEqual([
      ["2 × No maintenance scenario was given.: maintenance.backoff.sent, maintenance.retry.after"],
    ]);
    expect(below(root, "Fails the run")).toEqual([
      ["sync2-baseline.yaml:3: record.put.replaced passes now: remove line 3."],
    ]);
    expect(below(root, "Coverage")[1]).toEqual([
      "statuses",
      "5/10",
      "GET /info/quota 304, </script><img src=x onerror=alert(1)>, PUT /a 413, PUT /a 415, POST /b 503",
    ]);
  });
});

test.each<[string, Report, string[]]>([
  ["a good run", good(), ["✅ Sync 2.0 conformance: pass", "Coverage"]],
  ["a run whose baseline is wrong", stale(), ["❌ Sync 2.0 conformance: fail", "Fails the run", "Coverage"]],
  [
    "a run that shows nothing",
    empty(),
    ["⚠️ Sync 2.0 conformance: broken", "Fails the run", "Untested", "Coverage"],
  ],
])("%s is told by its headings", (_, report, expected) => {
  expect(headings(parse(report))).toEqual(expected);
});

const TYPES = ["root", "heading", "paragraph", "text", "inlineCode", "table", "tableRow", "tableCell"];
const MORE_TYPES = ["list", "listItem", "html", "link", "emphasis"];
const ELEMENTS = ["<code>", "</code>", "<span>", "</span>"];

test.each(NASTY)("makes no markup of %s", (_, content) => {
  const report = nasty(content);
  const root = parse(report, nastySentences(content));
  const nodes = all(root);
  expect(headings(root)).toEqual(headings(parse(nasty("x"), nastySentences("x"))));
  expect(nodes.filter(({ type }) => ![...TYPES, ...MORE_TYPES].includes(type))).toEqual([]);
  expect(nodes.filter(({ type, value }) => type === "html" && !ELEMENTS.includes(value ?? ""))).toEqual([]);
  // The one link is the issue of a known failure, which the people of the server wrote.
  const links = nodes.filter(({ type }) => type === "link").map(({ url }) => url);
  expect(links.filter((url) => !url?.startsWith("https://x.example/"))).toEqual([]);
  expect(links.length).toBeLessThanOrEqual(1);
  expect(nodes.filter((node) => node.type === "emphasis" && seen(node) !== "nothing")).toEqual([]);

  const shown = shorten(visible(content), 400).replaceAll("\t", " ");
  const cell = shown.trim() === "" ? "nothing" : shown;
  const rows = below(root, "Violated");
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.slice(3)).toEqual([cell, cell]);
  expect(below(root, "Coverage")).toHaveLength(7);
  expect(below(root, "Untested")).toHaveLength(1);
});

test.each(NASTY)("mentions nobody and refers to nothing by %s", (_, content) => {
  let code = false;
  const prose: string[] = [];
  for (const { type, value = "" } of all(parse(nasty(content), nastySentences(content)))) {
    if (type === "html") code = value === "<code>" || (code && value !== "</code>");
    if (type === "text" && !code) prose.push(value);
  }
  expect(prose.length).toBeGreaterThan(10);
  expect(prose.filter((text) => /[@#$]./.test(text))).toEqual([]);
});
