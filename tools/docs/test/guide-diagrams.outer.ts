import { join } from "node:path";
import type { Element } from "hast";
import { describe, expect, test } from "vitest";
import { parseDiagram } from "../../guide/mermaid-diagram.ts";
import { readGuide } from "../../guide/read-guide.ts";
import { guidePart } from "../guide/guide-part.ts";
import { renderDiagram } from "../markdown/render-diagram.ts";
import { elementsOf, foreignTo, within, words } from "./guide-html.ts";

const { chapters } = readGuide(join(import.meta.dirname, "../../../spec/guide"));
const { pages } = await guidePart();

const DIAGRAMS = chapters.flatMap(({ file, markdown }) =>
  markdown.fences
    .filter(({ language }) => language === "mermaid")
    .map(({ text }, index) => ({ file, index, text, title: parseDiagram(text).title })),
);

/** Some of what each shows. */
const SHOWN: Record<string, string[]> = {
  "The URL space": [
    "endpoint URL",
    "/control",
    "/{collection}",
    "/quota",
    "/{session}",
    "/commit",
    "/{message}",
  ],
  "What one write raises": [
    "record a1: 413",
    "storage/bookmarks: 413",
    "storage/history: 398",
    "account: 413",
  ],
  "The life of a session": ["live", "committed", "aborted", "expired", "unknown", "ttl or lifetime over"],
  "Two clients and a lease": ["Laptop", "Server", "Phone", "409, Retry-After: 12", "12 seconds later"],
  "Backoff against retry": ["A request to send", "X-Weave-Backoff", "Wait", "Send", "yes", "no"],
};

function imagesOf(file: string): Element[] {
  const page = pages.find(({ path }) => path === `guide/${file.replace(".md", ".html")}`);
  return page ? elementsOf(page).filter(({ tagName }) => tagName === "svg") : [];
}

function texts(image: Element): string[] {
  return within(image)
    .filter(({ tagName }) => tagName === "text" || tagName === "tspan")
    .map(words);
}

test("the guide has the diagrams that were asked for", () => {
  expect(DIAGRAMS.map(({ title }) => title).toSorted()).toEqual(Object.keys(SHOWN).toSorted());
});

describe.each(DIAGRAMS)("$title", ({ file, index, text, title }) => {
  const image = imagesOf(file)[index] as Element;
  const parts = within(image);

  test("is an image with a title and a description", () => {
    const [name, description] = ["title", "desc"].map((tag) => parts.find(({ tagName }) => tagName === tag));
    expect(image.properties.role).toBe("img");
    expect(name && words(name)).toBe(title);
    expect(description && words(description)).toBe(parseDiagram(text).description);
    expect(image.properties.ariaLabelledBy).toEqual([name?.properties.id]);
    expect(image.properties.ariaDescribedBy).toEqual([description?.properties.id]);
  });

  test("shows its texts, and neither its title nor its description among them", () => {
    const shown = texts(image);
    expect(shown).toEqual(expect.arrayContaining(SHOWN[title] ?? ["?"]));
    expect(shown.filter((each) => /acc(?:Title|Descr)/.test(each) || each === title)).toEqual([]);
  });

  test("loads nothing, styles nothing by itself, and takes its colours from the page", () => {
    expect(foreignTo(parts)).toEqual([]);
    const colours = parts.flatMap(({ properties }) => [properties.fill, properties.stroke]);
    const strange = colours.filter(
      (colour) => colour !== undefined && !/^(?:none|var\(--)/.test(String(colour)),
    );
    expect(strange).toEqual([]);
  });

  test("refers to what stands in it", () => {
    const ids = parts.map(({ properties }) => properties.id);
    const used = parts.flatMap(({ properties }) =>
      Object.values(properties).flatMap((value) => /^url\(#(.+)\)$/.exec(String(value))?.[1] ?? []),
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("drawing", () => {
  const TEXTS = "accTitle: A\naccDescr: B\n";

  test.each([
    ["without a title", "flowchart LR\naccDescr: B\na --> b", "no title or no description"],
    ["without a description", "flowchart LR\naccTitle: A\na --> b", "no title or no description"],
    ["of a kind that cannot be drawn", `gantt\n${TEXTS}section A`, "gantt"],
  ])("refuses a diagram %s", (_, text, message) => {
    expect(() => renderDiagram(text, "d")).toThrow(message);
  });

  test("escapes title and description", () => {
    const svg = String(renderDiagram('flowchart LR\naccTitle: A<b>\naccDescr: C & "d"\na --> b', "d"));
    expect(svg).toContain("A&lt;b&gt;</title>");
    expect(svg).toContain("C &amp; &quot;d&quot;</desc>");
  });

  test("puts lanes so far apart that a long message fits between them, and leaves no trace of how", () => {
    const message = "GET /a/rather/long/path/that/needs/room";
    const body = renderDiagram(
      `sequenceDiagram\n${TEXTS}participant a as A\nparticipant b as B\na->>b: ${message}\n`,
      "d",
    );
    const elements = elementsOf({ body });
    const lanes = elements.filter(
      ({ tagName, properties }) => tagName === "line" && properties.x1 === properties.x2,
    );
    const [left = 0, right = 0] = lanes.map(({ properties }) => Number(properties.x1));
    expect(right - left).toBeGreaterThan(message.length * 6);
    expect(elements.filter(({ tagName }) => tagName === "text").map(words)).toEqual([message, "A", "B"]);
    expect(String(body)).not.toContain("\u2800");
  });
});
