import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { guideProblems, readGuide } from "../read-guide.ts";

const GUIDE = join(import.meta.dirname, "../../../spec/guide");
const SMALL = join(import.meta.dirname, "small");
const temporary = mkdtempSync(join(tmpdir(), "guide-"));
afterAll(() => rmSync(temporary, { recursive: true }));

function problems(folder: string): string[] {
  return guideProblems(readGuide(folder));
}

describe("spec/guide", () => {
  const { chapters } = readGuide(GUIDE);

  test("agrees with the document and with itself", () => {
    expect(problems(GUIDE)).toEqual([]);
  });

  test("has been read: every chapter links to rules, and most have examples", () => {
    const withRules = chapters.filter(({ markdown }) =>
      markdown.links.some(({ target }) => target.startsWith("rule:")),
    );
    expect(withRules).toHaveLength(chapters.length);
    expect(chapters.filter(({ markdown }) => markdown.fences.length > 0).length).toBeGreaterThan(5);
  });

  test.each(chapters)("$file has lines of at most 120 characters, tables aside", ({ source }) => {
    expect(source.split("\n").filter((line) => line.length > 120 && !line.startsWith("|"))).toEqual([]);
  });
});

/** What to break in the small guide, and the problem that this is. */
const MUTATIONS: { file: string; from: string; to: string; problem: string }[] = [
  // The index
  { file: "chapters.yaml", from: "polling.md", to: "pulling.md", problem: "pulling.md is not in the folder" },
  { file: "chapters.yaml", from: "polling.md", to: "pulling.md", problem: "polling.md is missing" },
  { file: "chapters.yaml", from: "polling.md", to: "wishlist.md", problem: "wishlist.md is there twice" },
  { file: "polling.md", from: "# Polling", to: "# Pulling", problem: 'first line is not "# Polling"' },
  // Links
  {
    file: "polling.md",
    from: "rule:conditional.modified.unchanged",
    to: "rule:conditional.modified.changed",
    problem: "polling.md:3: there is no rule conditional.modified.changed",
  },
  {
    file: "polling.md",
    from: "[`conditional.modified.unchanged`]",
    to: "[the rule]",
    problem: "the link to conditional.modified.unchanged says the rule",
  },
  {
    file: "polling.md",
    from: "(rule:conditional",
    to: "(rule:toString",
    problem: "there is no rule toString",
  },
  { file: "polling.md", from: "(wishlist.md", to: "(wishes.md", problem: "there is no chapter wishes.md" },
  { file: "polling.md", from: "#what-was", to: "#what-is", problem: "no heading wishlist.md#what-is-wished" },
  { file: "polling.md", from: "(#polling)", to: "(#pulling)", problem: "there is no heading #pulling" },
  { file: "polling.md", from: "(https:", to: "(http:", problem: "there is no chapter http:" },
  // The wishlist
  { file: "wishlist.md", from: "(rule:error.never-400)", to: "(#wishes)", problem: "the wish has no rule" },
  { file: "wishlist.md", from: "| --- | --- |\n", to: "", problem: "there is no wish" },
  // Examples: JSON
  { file: "polling.md", from: '"quota": null }', to: '"quota": }', problem: ":49: the example is not JSON" },
  // Diagrams
  {
    file: "polling.md",
    from: "accTitle: Polling",
    to: "%%",
    problem: "polling.md:53: the diagram has no accTitle",
  },
  {
    file: "polling.md",
    from: "accDescr: A",
    to: "%%",
    problem: "polling.md:53: the diagram has no accDescr",
  },
  // Examples: what can be read
  {
    file: "polling.md",
    from: "HTTP/1.1 409 Conflict",
    to: "409 Conflict",
    problem: "the example does not begin with a request line or a status line",
  },
  {
    file: "polling.md",
    from: "X-Weave-Records: 0",
    to: "no field",
    problem: 'the example has "no field" for a header field',
  },
  // Examples: requests
  { file: "polling.md", from: "GET /storage?", to: "GET /storages?", problem: "has no GET /storages" },
  { file: "polling.md", from: "PUT /control/", to: "PATCH /control/", problem: "has no PATCH /control/meta" },
  {
    file: "polling.md",
    from: "full&newer",
    to: "full&newest",
    problem: "polling.md:7: getPartition has no query parameter newest",
  },
  {
    file: "polling.md",
    from: "X-If-Modified-Since-Version: 412",
    to: "X-If-Modified-Since: 412",
    problem: "X-If-Modified-Since is no header field of getPartition",
  },
  { file: "polling.md", from: "Version: 412", to: "Version: 41.2", problem: "Version: 41.2 must be decimal" },
  {
    file: "polling.md",
    from: '{"payload": "one"}',
    to: '{"payload": 1}',
    problem: "polling.md:17: the request body of putRecord/payload must be string",
  },
  { file: "polling.md", from: '"one"}', to: '"one"', problem: "the request body of putRecord is not JSON" },
  {
    file: "polling.md",
    from: "Content-Type: application/json\nX-Weave-Session",
    to: "X-Weave-Session",
    problem: "putRecord takes no body of the type that is not given",
  },
  // Examples: responses
  { file: "polling.md", from: "202 Accepted", to: "200 OK", problem: "has no 200 of putRecord" },
  {
    file: "polling.md",
    from: "409 Conflict",
    to: "402 No",
    problem: "has no 402 of any operation",
  },
  {
    file: "polling.md",
    from: "X-Weave-Records",
    to: "X-Weave-Items",
    problem: "X-Weave-Items is no header field of any response",
  },
  {
    file: "polling.md",
    from: "X-Last-Modified-Version: 7",
    to: "X-Last-Modified-Version: -7",
    problem: "202 of putRecord: expected X-Last-Modified-Version well formed: must be decimal digits, got",
  },
  {
    file: "polling.md",
    from: "Backoff: 5",
    to: "Backoff: soon",
    problem: "expected X-Weave-Backoff well formed",
  },
  {
    file: "polling.md",
    from: "Modified-Version: 7",
    to: "Modified-Version: 7\nRetry-After: 1",
    problem: "no Retry-After",
  },
  {
    file: "polling.md",
    from: "json\nX-Weave-Records",
    to: "xml\nX-Weave-Records",
    problem: "polling.md:10: 200 of getPartition: expected Content-Type: application/json or",
  },
  {
    file: "polling.md",
    from: '{"items": []}',
    to: '{"things": []}',
    problem: "200 of getPartition: expected body: must have required property 'items'",
  },
];

describe("checks", () => {
  test("find nothing wrong with a small guide", () => {
    expect(problems(SMALL)).toEqual([]);
  });

  test.each(MUTATIONS.map((mutation, index) => ({ ...mutation, index })))(
    "find that $problem",
    ({ file, from, to, problem, index }) => {
      const folder = join(temporary, String(index));
      cpSync(SMALL, folder, { recursive: true });
      const source = readFileSync(join(folder, file), "utf8");
      expect(source).toContain(from);
      writeFileSync(join(folder, file), source.replace(from, to));
      expect(problems(folder).join("\n")).toContain(problem);
    },
  );
});
