import { join, posix } from "node:path";

import type { Element } from "hast";
import { describe, expect, test } from "vitest";
import { type RuleId, rules } from "../../../generated/rules.ts";
import { readGuide } from "../../guide/read-guide.ts";
import { guidePart } from "../guide/guide-part.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { elementsOf, foreignTo, hasClass, within, words } from "./guide-html.ts";

const { chapters } = readGuide(join(import.meta.dirname, "../../../spec/guide"));
const part = await guidePart();
const pages = new Map(part.pages.map((page) => [page.path, { page, elements: elementsOf(page) }]));
const pathOf = (file: string) => `guide/${file.replace(".md", ".html")}`;

function pageOf(path: string) {
  const found = pages.get(path);
  if (!found) throw new Error(`There is no ${path}.`);
  return found;
}

const links = (elements: readonly Element[]) => elements.filter(({ tagName }) => tagName === "a");

describe("the part", () => {
  test("has a page for each chapter, in their order, behind the overview", () => {
    const wanted = ["guide/index.html", ...chapters.map(({ file }) => pathOf(file))];
    expect([...pages.keys()]).toEqual(wanted);
    expect(part.nav.flatMap(({ href, items = [] }) => [href, ...items.map((item) => item.href)])).toEqual(
      wanted,
    );
    const { elements } = pageOf("guide/index.html");
    const listed = links(elements).map(({ properties }) => posix.join("guide", String(properties.href)));
    expect(listed.filter((href) => pages.has(href))).toEqual(wanted.slice(1));
  });

  test("brings the style sheet and the script that its pages name", () => {
    const named = new Set(part.pages.flatMap(({ styles = [], scripts = [] }) => [...styles, ...scripts]));
    expect(part.assets.map(({ path }) => path).toSorted()).toEqual([...named].toSorted());
  });
});

describe.each(chapters)("$file", ({ file, title, markdown }) => {
  const path = pathOf(file);
  const { page, elements } = pageOf(path);
  const headings = elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName));

  test("has its title as the only heading of the first level", () => {
    expect(page.title).toBe(title);
    expect(headings.filter(({ tagName }) => tagName === "h1").map(words)).toEqual([title]);
    expect(page.description).toMatch(/^[A-Z].{20,}[.:]$/);
  });

  test("has the anchors that links in the sources go by", () => {
    expect(new Set(headings.map(({ properties }) => properties.id))).toEqual(markdown.anchors);
    const second = headings.filter(({ tagName }) => tagName === "h2");
    expect(page.contents?.map(({ fragment }) => fragment)).toEqual(
      second.map(({ properties }) => properties.id),
    );
  });

  test("shows the sentence of each rule beside the link to its page", () => {
    const wanted = markdown.links.flatMap(({ target }) =>
      target.startsWith("rule:") ? [target.slice(5)] : [],
    );
    const shown = elements.filter((element) => hasClass(element, "rule-link"));
    expect(shown.map((element) => links(within(element))[0]?.properties.href)).toEqual(
      wanted.map((id) => `../rules/${id}.html`),
    );
    shown.forEach((element, index) => {
      const { level, text } = rules[wanted[index] as RuleId];
      const [link] = links(within(element)) as [Element];
      const [tip] = within(element).filter(({ properties }) => properties.role === "tooltip") as [Element];
      expect(words(tip)).toBe(`${level} ${text.replaceAll("`", "")}`);
      expect(link.properties.ariaDescribedBy).toEqual([tip.properties.id]);
    });
  });

  test("has no link that leads nowhere, and says which lead elsewhere", () => {
    for (const { properties } of links(elements)) {
      const href = String(properties.href);
      if (/^https:/.test(href)) {
        expect(properties.rel).toContain("external");
        continue;
      }
      const [to = "", fragment] = href.split("#");
      const target = to === "" ? path : posix.join("guide", to);
      if (/^rules\//.test(target)) {
        expect(Object.keys(rules)).toContain(target.slice("rules/".length, -".html".length));
        continue;
      }
      const ids = pageOf(target).elements.map((element) => element.properties.id);
      if (fragment !== undefined) expect(ids).toContain(fragment);
    }
  });

  test("uses each id once, and holds nothing that the site's policy forbids", () => {
    const ids = elements.flatMap(({ properties }) => properties.id ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    expect(foreignTo(elements)).toEqual([]);
  });

  test("repeats in each cell the head of its column, for narrow screens", () => {
    for (const table of elements.filter(({ tagName }) => tagName === "table")) {
      const [head = [], ...rows] = within(table)
        .filter(({ tagName }) => tagName === "tr")
        .map((row) => within(row).filter(({ tagName }) => /^t[hd]$/.test(tagName)));
      const heads = head.map(words);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.map(({ properties }) => properties.dataLabel)).toEqual(heads);
    }
  });

  test("is found by each of its sections, and by prose rather than examples", () => {
    const found = part.entries.filter(({ href }) => href.split("#")[0] === path);
    const fragments = headings
      .filter(({ tagName }) => tagName !== "h1")
      .map(({ properties }) => properties.id);
    expect(found.map(({ href }) => href.split("#")[1])).toEqual([undefined, ...fragments]);
    expect(found.every(({ kind, title: name }) => kind === "guide" && name.startsWith(title))).toBe(true);
    expect(found.map(({ text }) => text).join(" ")).not.toMatch(/HTTP\/1\.1 \d|-->/);
    expect(found.slice(1).filter(({ text }) => text === "")).toEqual([]);
  });

  test("leads to the chapters before and after it", () => {
    const at = chapters.findIndex((chapter) => chapter.file === file);
    const to = (rel: string) =>
      links(elements)
        .filter(({ properties }) => properties.rel?.toString() === rel)
        .map(({ properties }) => posix.join("guide", String(properties.href)));
    const pathAt = (index: number) =>
      chapters.slice(Math.max(0, index), index + 1).map((next) => pathOf(next.file));
    expect([to("prev"), to("next")]).toEqual([pathAt(at - 1), pathAt(at + 1)]);
  });
});

describe("Markdown", () => {
  test.each([
    ["HTML", "before <b>bold</b>", "has HTML"],
    ["a block of HTML", "<script>alert(1)</script>", "has HTML"],
    ["a rule that there is not", "[`a.b`](rule:a.b)", "the rule a.b, which does not exist"],
    ["a rule with the name of a method", "[x](rule:toString)", "which does not exist"],
    ["a file that is no chapter", "[x](../README.md)", "which the site does not have"],
    ["a script as a link", "[x](javascript:alert)", "which the site does not have"],
    ["an address without encryption", "[x](http://a.example)", "which the site does not have"],
  ])("refuses %s", (_, source, message) => {
    expect(() => renderMarkdown(source, "guide/x.html")).toThrow(message);
  });

  test("highlights each message of an example, also behind the first body", () => {
    const source =
      '```http\nPUT /a/b HTTP/1.1\nX-A: 1\n\n{"payload": "one"}\n\nHTTP/1.1 201 Created\nX-B: 2\n```\n';
    const { body } = renderMarkdown(source, "guide/x.html");
    const tokens = elementsOf({ body }).filter(({ tagName }) => tagName === "span");
    expect(tokens.map(words)).toEqual([
      ...["PUT", "HTTP/1.1", "X-A", '"payload"', '"one"'],
      ...["HTTP/1.1", "201 Created", "X-B"],
    ]);
  });
});
