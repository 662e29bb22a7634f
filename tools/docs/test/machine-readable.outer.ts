import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { XmlDocument } from "libxml2-wasm";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { aliases, rules } from "../../../generated/rules.ts";
import { BaseUrlError, parseBaseUrl } from "../base-url.ts";
import { main } from "../cli.ts";
import { COMPONENTS } from "../machine-readable/component-schema.ts";
import { FILES } from "../machine-readable/listed-files.ts";
import type { Asset } from "../site-model.ts";
import { REPORT, sampleSite, textOf } from "./shell/sample-site.ts";

const BASE = new URL("https://docs.example/site/1.2.3/");
let files: Asset[];
let based: Asset[];
beforeAll(async () => {
  files = await sampleSite();
  based = await sampleSite(BASE);
});

const json = (path: string) => JSON.parse(textOf(files, path));

const validators = new Map<string, ValidateFunction>();

/** Validates like any other program would: with the one file alone. */
function validator(path: string): ValidateFunction {
  const made = validators.get(path) ?? compiled(path);
  validators.set(path, made);
  return made;
}

function compiled(path: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(json(path));
}

test("the document is the same in both forms", () => {
  expect(json("openapi.json")).toEqual(openapi);
  expect(parse(textOf(files, "openapi.yaml"))).toEqual(openapi);
});

describe("rules.json", () => {
  test("meets its schema, and has every rule as it is", () => {
    const validate = validator("schemas/rules.schema.json");
    const content = json("rules.json");
    expect(validate(content), JSON.stringify(validate.errors)).toBe(true);
    expect(Object.keys(content.rules)).toEqual(Object.keys(rules));
    expect(content.rules["record.created"]).toEqual({
      ...rules["record.created"],
      page: "rules/record.created.html",
    });
    expect(content).toMatchObject({ version: "1.2.3", document: openapi.info.version, aliases });
  });

  test.each([
    ["a rule without a level", (rule: Record<string, unknown>) => delete rule.level],
    ["another level", (rule: Record<string, unknown>) => Object.assign(rule, { level: "SHALL" })],
    ["another member", (rule: Record<string, unknown>) => Object.assign(rule, { extra: 1 })],
    [
      "a place that is no pointer",
      (rule: Record<string, unknown>) => Object.assign(rule, { place: "paths" }),
    ],
  ])("%s would not meet it", (_what, spoil) => {
    const content = json("rules.json");
    spoil(content.rules["record.created"]);
    expect(validator("schemas/rules.schema.json")(content)).toBe(false);
  });

  test("places lead to objects of the document that stands beside it", () => {
    for (const [id, { place }] of Object.entries<{ place: string }>(json("rules.json").rules)) {
      const found = place
        .split("/")
        .slice(1)
        .reduce<unknown>(
          (at, part) =>
            (at as Record<string, unknown>)[
              decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~")
            ],
          openapi,
        );
      expect((found as { "x-rules": { id: string }[] })["x-rules"].map((rule) => rule.id)).toContain(id);
    }
  });
});

describe("schemas", () => {
  test("of the document's own: each judges its own example, alone", () => {
    let judged = 0;
    for (const name of COMPONENTS) {
      const path = `schemas/components/${name}.schema.json`;
      expect(textOf(files, path)).not.toContain("#/components/");
      const validate = validator(path);
      for (const example of json(path).examples ?? []) {
        expect(validate(example), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
        judged += 1;
      }
    }
    expect(COMPONENTS).toHaveLength(Object.keys(openapi.components.schemas).length);
    expect(judged).toBeGreaterThan(20);
  });

  test("of the document's own: what they refuse, they refuse still", () => {
    const validate = validator("schemas/components/InvalidRequestProblem.schema.json");
    const [example] = json("schemas/components/InvalidRequestProblem.schema.json").examples;
    expect(validate(example)).toBe(true);
    expect(validate({ ...example, errors: [] })).toBe(false);
    expect(validate({ ...example, status: "422" })).toBe(false);
    expect(validator("schemas/components/RecordId.schema.json")("no spaces")).toBe(false);
  });

  test("of the suite's files: that of the report judges a report", () => {
    expect(validator("schemas/report.schema.json")(REPORT)).toBe(true);
    expect(validator("schemas/report.schema.json")({ ...REPORT, verdict: "fine" })).toBe(false);
    for (const name of ["report", "comparison", "configuration", "baseline"]) {
      expect(json(`schemas/${name}.schema.json`).$id).toMatch(/^https:/);
      expect(() => validator(`schemas/${name}.schema.json`)).not.toThrow();
    }
  });

  test("no two paths differ by case alone", () => {
    const paths = files.map(({ path }) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
  });
});

test("recipes name the document where it stands", () => {
  const recipes = files.filter(({ path }) => path.endsWith(".arazzo.yaml"));
  expect(recipes.length).toBeGreaterThan(5);
  for (const { path, content } of recipes) {
    for (const { url } of parse(String(content)).sourceDescriptions) {
      expect(new URL(url, `http://site/${path}`).pathname).toBe("/openapi.yaml");
    }
  }
});

describe("llms.txt", () => {
  const links = (text: string) => [...text.matchAll(/^- \[.+?\]\((.+?)\): .+$/gm)].map(([, url = ""]) => url);

  test("is what llmstxt.org asks for: a title, a summary, lists of links", () => {
    const [title, summary, ...lists] = textOf(files, "llms.txt").trim().split("\n\n");
    expect(title).toBe("# Sync 2.0");
    expect(summary).toMatch(/^> The storage protocol behind browser sync\. /);
    expect(lists.filter((list) => list.startsWith("## ")).length).toBe(lists.length / 2);
    expect(lists.at(-2)).toBe("## Optional");
  });

  test("every link leads to a file, and every page is named once", () => {
    const named = links(textOf(files, "llms.txt"));
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(named));
    expect(new Set(named).size).toBe(named.length);
    expect(named).toEqual(expect.arrayContaining(paths.filter((path) => path.endsWith(".html"))));
    expect(paths).toEqual(expect.arrayContaining(FILES.map(({ path }) => path)));
  });

  test("links are whole where the place of the site is known", () => {
    expect(links(textOf(based, "llms.txt"))).toContain("https://docs.example/site/1.2.3/guide/errors.html");
  });
});

describe("where the place of the site is known", () => {
  test("a sitemap lists every page", () => {
    const xml = textOf(based, "sitemap.xml");
    const document = XmlDocument.fromString(xml);
    const found = document
      .find("//s:url/s:loc", { s: "http://www.sitemaps.org/schemas/sitemap/0.9" })
      .map((node) => node.content);
    document.dispose();
    const pages = based.filter(({ path }) => path.endsWith(".html") && path !== "404.html");
    expect(found.toSorted()).toEqual(pages.map(({ path }) => `${BASE.href}${path}`).toSorted());
  });

  test("there is a page for what is not there, in no list", () => {
    expect(textOf(based, "404.html")).toContain(`href="/site/1.2.3/assets/site.css"`);
    expect(textOf(based, "llms.txt")).not.toContain("404");
    expect(textOf(based, "assets/search-index.js")).not.toContain("404.html");
  });

  test("without it there is neither, nor a link to them", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).not.toContain("sitemap.xml");
    expect(paths).not.toContain("404.html");
    expect(paths).toContain(".nojekyll");
    expect(textOf(files, "machine-readable.html")).not.toContain("sitemap");
    expect(textOf(based, "machine-readable.html")).toContain('href="sitemap.xml"');
  });

  test.each([
    ["https://docs.example", "https://docs.example/"],
    ["https://docs.example/a/1.0.0", "https://docs.example/a/1.0.0/"],
    ["http://127.0.0.1:8000/x/", "http://127.0.0.1:8000/x/"],
  ])("%s is a place", (text, url) => expect(parseBaseUrl(text).href).toBe(url));

  test.each([
    "docs.example",
    "/docs",
    "ftp://docs.example",
    "https://a@docs.example/",
    "https://docs.example/?a",
  ])("%s is none", (text) => expect(() => parseBaseUrl(text)).toThrow(BaseUrlError));
});

test("the command refuses another base, before it runs anything", async () => {
  const said: string[] = [];
  const output = { log: (text: string) => said.push(text), error: (text: string) => said.push(text) };
  expect(await main(["--base", "docs.example"], output)).toBe(2);
  expect(said.join("\n")).toContain('--base "docs.example" is not a URL such as');
});

describe("the page that lists them", () => {
  test("links to files that are there, and tells how large they are", () => {
    const text = textOf(files, "machine-readable.html");
    const kib = Math.ceil(textOf(files, "rules.json").length / 1024);
    expect(text).toContain(`<code>rules.json</code></a> <span class="dim">${kib} KiB</span>`);
    expect(text).not.toContain("undefined");
  });
});
