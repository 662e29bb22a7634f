import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import schema from "../../../conformance/results/report.schema.json" with { type: "json" };
import type { Report } from "../../../conformance/results/report-model.ts";
import { barriers } from "../../../conformance/test/support/browser/watched.ts";
import { type Rule, rules } from "../../../generated/rules.ts";
import manifest from "../../../package.json" with { type: "json" };
import { buildSite } from "../build-site.ts";
import { deadLinks } from "../links/dead-links.ts";
import { loadReferenceRun } from "../reference-run.ts";
import type { Asset } from "../site-model.ts";
import { withSite } from "./shell/open-browser.ts";

/** The gate names the run and the site that it has made. */
const { SYNC2_DOCS_RUN, SYNC2_DOCS_SITE } = process.env;

/** The site as `npm run docs` builds it, of a whole run. */
let files: Asset[] = [];
let report: Report;
const open = withSite(async () => {
  const run = await loadReferenceRun(SYNC2_DOCS_RUN, () => {});
  ({ report } = run);
  files = SYNC2_DOCS_SITE ? readSite(SYNC2_DOCS_SITE) : await buildSite({ run, version: manifest.version });
  return files;
});

/** The files of a site that was written to a folder. */
function readSite(folder: string): Asset[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file), content: readFileSync(file, "utf8") }));
}

/** Every page but those of rules, of which one in so many has to do: they are made alike. */
const ONE_IN = 12;
let pages: string[] = [];
beforeAll(() => {
  const all = files.map(({ path }) => path).filter((path) => path.endsWith(".html"));
  const ofRules = all.filter((path) => path.startsWith("rules/"));
  const others = all.filter((path) => !path.startsWith("rules/"));
  pages = [...others, "rules/index.html", ...ofRules.filter((_, index) => index % ONE_IN === 0)];
});

const textOf = (path: string) => String(files.find((file) => file.path === path)?.content);
const ALL = Object.entries<Rule>(rules);

test("a whole run on the reference server passes, is complete, and is written by its schema", () => {
  const { verdict, complete, summary, coverage } = report;
  expect({ verdict, complete, passed: summary.passed }).toEqual({
    verdict: "pass",
    complete: true,
    passed: summary.total,
  });
  expect(Object.entries(coverage).filter(([, { covered, total }]) => covered !== total)).toEqual([]);
  const validate = formats.default(new Ajv2020({ allErrors: true })).compile(schema);
  expect(validate(report), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
});

describe("every rule has its page", () => {
  test.each(ALL.filter(([, { untestable }]) => !untestable).map(([id]) => id))("%s", (id) => {
    const page = textOf(`rules/${id}.html`);
    const headings = [...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, fragment]) => fragment);
    const needed = [
      "where-it-applies",
      "what-the-check-does",
      "a-correct-exchange",
      "the-fault-that-proves-it",
    ];
    expect(headings).toEqual(expect.arrayContaining(needed));
    expect(page).toContain(`class="steps"`);
  });

  test.each(ALL.filter(([, { untestable }]) => untestable))(
    "%s, which no black box can check",
    (id, rule) => {
      expect(textOf(`rules/${id}.html`)).toContain(rule.untestable);
    },
  );
});

test("no link is dead", () => {
  expect(deadLinks(files)).toEqual([]);
});

test("pages ask for nothing outside of the site, complain of nothing and scroll no way but down on a phone", async () => {
  const { page, requests, complaints, at } = await open("index.html", {
    viewport: { width: 360, height: 800 },
  });
  const tooWide: string[] = [];
  for (const path of pages) {
    await page.goto(at(path));
    const width = await page.evaluate("document.documentElement.scrollWidth");
    if (width !== 360) tooWide.push(`${path}: ${width}`);
  }
  const known = new Set(files.map(({ path }) => path));
  expect(requests.filter((path) => !known.has(path.replace(/[?#].*$/, "")))).toEqual([]);
  expect(complaints).toEqual([]);
  expect(tooWide).toEqual([]);
  expect(pages.length).toBeGreaterThan(60);
});

// The kinds of pages that no file of tests of their own looks at so.
test.each([
  "index.html",
  "rules/model.store.sequential.html",
  "workflows/upload-in-session.html",
  "checking/index.html",
])("axe finds no barrier in %s", async (path) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, context } = await open(path, { colorScheme });
    expect(await barriers(page, colorScheme === "dark")).toEqual([]);
    await context.close();
  }
});
