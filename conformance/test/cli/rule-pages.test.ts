import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeRules } from "../../cli/describe-rules.ts";
import { printSummary } from "../../cli/report-folder.ts";
import { pagesOf } from "../../cli/rule-pages.ts";
import { unpackDocs } from "../../cli/unpack-docs.ts";
import { renderSummary } from "../../report/render-summary.ts";
import { captured } from "../support/command.ts";
import { report, SENTENCES, violated } from "../support/sample-report.ts";

let root = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sync2-docs-"));
  const folder = join(root, "generated/docs/rules");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "record.created.html"), "");
  writeFileSync(join(root, "generated/docs/index.html"), "");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILE = "generated/docs/rules/record.created.html";

test("a page that was built is named from where one stands", () => {
  expect(pagesOf(null, root, root)("record.created")).toBe(FILE);
  expect(pagesOf(null, root, join(root, "generated"))("record.created")).toBe(
    "docs/rules/record.created.html",
  );
  expect(pagesOf(null, root, "/elsewhere")("record.created")).toBe(join(root, FILE));
});

test("what is in the package is written into a folder, whose pages are named then", () => {
  const archive = join(root, "docs.json.br");
  const files = { "index.html": "first", "rules/record.created.html": "page", "../outside": "never" };
  writeFileSync(archive, brotliCompressSync(JSON.stringify(files)));
  const place = join(root, "elsewhere");
  const folder = join(place, "sync2-docs");
  expect(unpackDocs(folder, archive)).toBe(join(folder, "index.html"));
  expect(readdirSync(place, { recursive: true }).sort()).toEqual(
    ["", "/index.html", "/rules", "/rules/record.created.html"].map((path) => `sync2-docs${path}`),
  );
  expect(pagesOf(null, root, place)("record.created")).toBe("sync2-docs/rules/record.created.html");
  expect(() => unpackDocs(folder, archive)).toThrow(
    /sync2-docs: is there already, and is no such doc.*another/,
  );
  expect(() => unpackDocs(folder, join(root, "none"))).toThrow(/npm run docs/);
});

test("the documentation that was named comes first", () => {
  const page = pagesOf("https://docs.example", root, root)("record.created");
  expect(page).toBe("https://docs.example/rules/record.created.html");
});

test("there is no page where none was built, nor outside its folder", () => {
  expect(pagesOf(null, root, root)("record.changed")).toBeNull();
  expect(pagesOf(null, join(root, "nowhere"), root)("record.created")).toBeNull();
  expect(pagesOf(null, root, root)("../index")).toBeNull();
});

test("a terminal shows the page of a violated rule, and only where it is asked to", () => {
  const found = report([violated("record.created")]);
  const look = { color: false, columns: 80 };
  const told = renderSummary(found, SENTENCES, { ...look, pageOf: pagesOf(null, root, root) });
  expect(told).toContain(`\n  page      ${FILE}\n`);
  expect(renderSummary(found, SENTENCES, look)).toBe(told.replace(`  page      ${FILE}\n`, ""));
  const hostile = renderSummary(found, SENTENCES, { ...look, pageOf: () => "a\x1b[31m\nb" });
  expect(hostile).toContain("\n  page      a\\x1b[31m\\nb\n");
});

test("an explained rule has its page", async () => {
  const look = { json: false, color: false };
  const explained = await describeRules("record.created", { ...look, pageOf: pagesOf(null, root, root) });
  expect(explained.split("\n").at(-1)).toBe(`Page        ${FILE}`);
  expect(await describeRules("record.created", look)).not.toContain("Page");
});

test("what is no terminal is told of pages under a URL, and of none of this machine", () => {
  const found = report([violated("record.created")]);
  const [named, unnamed] = ["https://docs.example", null].map((docs) => {
    const { shell, out } = captured();
    printSummary(found, { color: false, docs }, shell);
    return out();
  });
  expect(named).toContain("\n  page      https://docs.example/rules/record.created.html\n");
  expect(unnamed).not.toContain("page  ");
});
