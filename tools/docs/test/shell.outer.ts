import { html } from "hono/html";
import { beforeAll, describe, expect, test } from "vitest";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import { contentSecurityPolicy } from "../shell/content-security-policy.ts";
import { renderPages } from "../shell/render-pages.ts";
import type { Asset, Page } from "../site-model.ts";
import { sampleSite, textOf } from "./shell/sample-site.ts";

let files: Asset[];
beforeAll(async () => {
  files = await sampleSite();
});

/** Links of the navigation that are marked, with their marks. */
function markTerms(page: string): [href: string, mark: string][] {
  const nav = /<nav class="site"[\s\S]*?<\/nav>/.exec(textOf(files, page))?.[0] ?? "";
  return [...nav.matchAll(/<a href="([^"]*)" aria-current="(\w+)"/g)].map(([, href = "", mark = ""]) => [
    href,
    mark,
  ]);
}

/** Pages below which the navigation is open. */
function opened(page: string): string[] {
  return [...textOf(files, page).matchAll(/<details open[^>]*><summary aria-label="Below ([^"]*)"/g)].map(
    ([, title = ""]) => title,
  );
}

describe("each page", () => {
  test("says what it is, in which language, and of which version", () => {
    for (const { path, content } of files.filter((file) => file.path.endsWith(".html"))) {
      const text = String(content);
      expect(text, path).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">/);
      expect(text, path).toMatch(/<title>[^<]+ · Sync 2\.0<\/title>/);
      expect(text, path).toMatch(/<meta name="description" content="[^"]+">/);
      expect(text, path).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(text, path).toContain('<meta name="version" content="1.2.3">');
      expect(text.match(/<h1/g), path).toHaveLength(1);
      expect(text.match(/<main/g), path).toHaveLength(1);
      expect(text, path).toContain(`document ${openapi.info.version}, <code>sync2-protocol</code> 1.2.3`);
    }
  });

  test("has its texts escaped", () => {
    expect(textOf(files, "guide/errors.html")).toContain(
      "<title>Errors &amp; &quot;quotes&quot; &lt;b&gt; · Sync 2.0</title>",
    );
  });

  test("links to files of the site alone, relative to where it lies, and all of them are there", () => {
    const paths = new Set(files.map(({ path }) => path));
    // Other parts make these.
    for (const other of [
      "results.html",
      "guide/sessions.html",
      "guide/migrating-from-1.5.html",
      "checking/index.html",
    ]) {
      paths.add(other);
    }
    for (const { path, content } of files.filter((file) => file.path.endsWith(".html"))) {
      const links = [...String(content).matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, url = ""]) => url);
      expect(links.length).toBeGreaterThan(10);
      for (const url of links) {
        expect(url, path).not.toMatch(/^(?:[a-z]+:|\/)/);
        const to = new URL(url, `http://site/${path}`).pathname.slice(1);
        expect(paths, `${path} links to ${url}`).toContain(to);
      }
    }
  });

  test("carries no script, style or handler within, which its policy forbids", () => {
    for (const { path, content } of files.filter((file) => file.path.endsWith(".html"))) {
      expect(String(content), path).not.toMatch(/<style|<script>| style="| on[a-z]+="/);
    }
  });

  test("is small", () => {
    for (const { path, content } of files.filter((file) => /^(?:guide|rules)\//.test(file.path))) {
      expect(Buffer.byteLength(content), path).toBeLessThan(12_000);
    }
  });
});

describe("the navigation", () => {
  test("marks the page, and opens what is above it", () => {
    expect(markTerms("guide/errors.html")).toEqual([["../guide/errors.html", "page"]]);
    expect(opened("guide/errors.html")).toEqual(["Guide"]);
  });

  test("marks the link that a page without one names", () => {
    expect(markTerms("rules/record.created.html")).toEqual([["../rules/index.html#record", "true"]]);
    expect(opened("rules/record.created.html")).toEqual(["Rules"]);
  });

  test("marks that of the folder where a page names none", () => {
    expect(markTerms("rules/record.head.html")).toEqual([["../rules/index.html", "true"]]);
  });

  test("marks nothing on a page that has no place there, and opens what comes first", () => {
    expect(markTerms("index.html")).toEqual([]);
    expect(opened("index.html")).toEqual(["Guide"]);
  });

  test("shows the methods of operations", () => {
    expect(textOf(files, "index.html")).toContain(
      '<span>Create or replace</span> <span class="method" data-method="PUT">PUT</span>',
    );
  });
});

test("the headings of a page are beside it, where it names them", () => {
  expect(textOf(files, "guide/errors.html")).toMatch(/On this page[\s\S]*<a href="#middle">Middle<\/a>/);
  expect(textOf(files, "guide/index.html")).not.toContain("On this page");
});

describe("the policy", () => {
  const page: Pick<Page, "path" | "csp"> = { path: "a.html" };
  const ALL =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'";

  test("allows files of the site alone", () => {
    expect(contentSecurityPolicy(page)).toBe(ALL);
    expect(textOf(files, "guide/index.html")).toContain(`content="${ALL}"`);
  });

  test("lets a page add what it makes itself, for that page", () => {
    expect(textOf(files, "reference.html")).toContain("style-src 'self' 'unsafe-inline';");
    expect(contentSecurityPolicy({ ...page, csp: { "worker-src": ["blob:"] } })).toBe(
      `${ALL}; worker-src blob:`,
    );
  });

  test.each(["https:", "*", "cdn.example", "https://cdn.example", "'unsafe-eval'", "file:", "blob: *"])(
    "never lets in %s",
    (source) => {
      expect(() => contentSecurityPolicy({ ...page, csp: { "script-src": [source] } })).toThrow(
        `a.html would allow ${source}`,
      );
    },
  );
});

test("a page that hosts show anywhere links from the root", async () => {
  const root = "/docs/1.2.3/";
  const body = html`<h1>Gone</h1>`;
  const pages = [{ path: "404.html", title: "Gone", description: "Gone.", body, root }];
  const nav = [{ title: "Guide", href: "guide/index.html" }];
  const made = await renderPages([{ nav, pages, assets: [], entries: [] }], "1.2.3");
  const text = textOf(made, "404.html");
  expect(text).toContain('<link rel="stylesheet" href="/docs/1.2.3/assets/site.css">');
  expect(text).toContain('<a href="/docs/1.2.3/guide/index.html">');
  expect(textOf(made, "assets/search-index.js")).not.toContain("Gone");
});

test("scripts are classic ones whose names stay their own, and ask for nothing outside", () => {
  for (const name of ["assets/site.js", "assets/mode.js"]) {
    const [notice = "", code = ""] = textOf(files, name).split(/(?<=\*\/)\n/);
    expect(notice, name).toContain("MIT licence");
    expect(code.slice(0, 24), name).toMatch(/^(?:"use strict";)?\(\(\)=>\{/);
    expect(/https?:|\beval\(|new Function|XMLHttpRequest|\bimport\(/.exec(code)?.[0], name).toBeUndefined();
  }
  expect(/https?:|@import/.exec(textOf(files, "assets/site.css"))?.[0]).toBeUndefined();
});
