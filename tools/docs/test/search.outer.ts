import { describe, expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { excerpt, markTerms } from "../shell/search/search-excerpt.ts";
import { makeFinder } from "../shell/search/search-finder.ts";
import { allEntries, indexScript, searchIndexOf } from "../shell/search/search-index.ts";
import { terms, wordPieces, words } from "../shell/search/search-terms.ts";
import { sampleParts } from "./shell/sample-site.ts";

const entries = allEntries(await sampleParts());
const find = makeFinder(searchIndexOf(entries));
const titles = (query: string) => find(query).map(({ title }) => title);

describe("what is typed whole comes first", () => {
  test.each([
    ["record.created", "rule", "record.created"],
    ["X-Weave-Backoff", "header", "X-Weave-Backoff"],
    ["x-weave-backoff", "header", "X-Weave-Backoff"],
    ["412", "status", "412 Precondition Failed"],
    ["PUT /{partition}/{collection}/{id}", "operation", "PUT /{partition}/{collection}/{id}"],
    ["Retry-After", "header", "Retry-After"],
    ["For programs", "page", "For programs"],
  ])("%s", (query, kind, title) => {
    const [first] = find(query);
    expect(first).toMatchObject({ kind, title });
  });

  test("rules by their ids", () => {
    const some = Object.keys(rules).filter((_, index) => index % 5 === 0);
    const missed = some.filter((id) => titles(id)[0] !== id);
    expect(missed).toEqual([]);
  });

  test("a code of a problem, before what has only its pieces", () => {
    const has = find("quota-exceeded").map(({ text }) => text.includes("quota-exceeded"));
    expect(has.indexOf(false)).toBeGreaterThan(2);
    expect(has.slice(has.indexOf(false))).not.toContain(true);
    expect(titles("session-scope").slice(0, 3)).toContain("403 Forbidden");
  });

  test("a thing of the protocol before prose about it", () => {
    expect(titles("X-Weave-Backoff").slice(0, 2)).toEqual([
      "X-Weave-Backoff",
      "Backoff and retry: X-Weave-Backoff",
    ]);
    expect(titles("412").slice(0, 2)).toEqual(["412 Precondition Failed", "Errors: 412"]);
  });
});

describe("then what begins like it, and what is nearly it", () => {
  test("prefixes", () => {
    expect(titles("record.crea")[0]).toBe("record.created");
    expect(titles("x-weave-back")[0]).toBe("X-Weave-Backoff");
    const area = titles("session.commit");
    expect(area.length).toBeGreaterThan(5);
    expect(area.slice(0, 5).every((title) => title.startsWith("session.commit"))).toBe(true);
  });

  test("pieces of an id", () => {
    expect(titles("backoff")).toContain("X-Weave-Backoff");
    expect(titles("weave-backoff")).toContain("X-Weave-Backoff");
    expect(titles("created record")).toContain("record.created");
    expect(titles("weave_nothing")).toContain("X-Weave-Backoff");
  });

  test("the page about many of them before each of them", () => {
    expect(titles("rule")[0]).toBe("Rules");
  });

  test("slips of the finger", () => {
    expect(titles("preconditon")).toContain("412 Precondition Failed");
    expect(titles("X-Weave-Backof")[0]).toBe("X-Weave-Backoff");
  });

  test("all of the words, where there is something that has all", () => {
    for (const { title, text } of find("replace record create").slice(0, 3)) {
      expect(`${title} ${text}`.toLowerCase()).toMatch(/replac/);
    }
    expect(titles("zzzzzz backoff")).toContain("X-Weave-Backoff");
  });

  test.each(["", "   ", "…", "zzzzzzzzzzzz", "\\", "(((", "*"])("nothing for %j", (query) => {
    expect(find(query)).toEqual([]);
  });
});

describe("what can be found", () => {
  test("every page, once", () => {
    const hrefs = entries.map(({ href }) => href);
    expect(hrefs).toContain("guide/errors.html");
    expect(hrefs).toContain("index.html");
    // Named by an entry of its own, which says more than a page's description.
    expect(entries.filter(({ href }) => href === "rules/record.created.html")).toMatchObject([
      { kind: "rule" },
    ]);
  });

  test("a thing that two parts name, once", async () => {
    const parts = await sampleParts();
    expect(allEntries([...parts, ...parts])).toHaveLength(entries.length);
  });

  test("by what the script hands over", () => {
    const script = indexScript(entries);
    const handed: { sync2Search?: string } = {};
    new Function("globalThis", script)(handed);
    expect(makeFinder(String(handed.sync2Search))("412")[0]?.title).toBe("412 Precondition Failed");
  });
});

test("words keep ids whole, and give their pieces beside them", () => {
  expect(words("See `record.created`, X-Weave-Backoff: (PUT /{partition}).")).toEqual([
    ...["see", "record.created", "x-weave-backoff", "put", "/{partition}"],
  ]);
  expect(wordPieces("/{partition}/{collection}")).toEqual(["partition", "collection"]);
  expect(wordPieces("record")).toEqual([]);
  expect(terms("max_ids")).toEqual(["max_ids", "max", "ids"]);
});

describe("an excerpt", () => {
  const long = `${"Words before it. ".repeat(30)}Here is X-Weave-Backoff at last. ${"And after. ".repeat(30)}`;

  test("begins a little before what was found, and is short", () => {
    const shown = excerpt(long, ["x-weave-backoff"]);
    expect(shown).toMatch(/^… .*Here is X-Weave-Backoff at last.* …$/);
    expect(shown.length).toBeLessThan(170);
  });

  test("is the beginning where nothing was found in the text, and all of a short one", () => {
    expect(excerpt(long, ["elsewhere"])).toMatch(/^Words before it\..* …$/);
    expect(excerpt("Short.", ["a"])).toBe("Short.");
    expect(excerpt("nospaces".repeat(60), ["x"]).length).toBeLessThan(170);
  });

  test("has its words marked, where words begin, whatever is in them", () => {
    expect(
      markTerms("Backoff, feedback (a.b) {id}", ["back", "a.b", "{id}"]).filter((it) => it.marked),
    ).toEqual([
      { text: "Back", marked: true },
      { text: "a.b", marked: true },
      { text: "{id}", marked: true },
    ]);
    const text = "No [word] of *it* is /lost\\.";
    expect(
      markTerms(text, ["is", "["])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
});
