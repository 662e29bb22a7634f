import { html } from "hono/html";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { barriers, VIEWS } from "../../../conformance/test/support/browser/watched.ts";
import { headerHref, operationHref, placeHref, statusHref } from "../reference/reference-hrefs.ts";
import { referencePart } from "../reference/reference-part.ts";
import { renderPages } from "../shell/render-pages.ts";
import type { Part } from "../site-model.ts";
import { type Way, withSite } from "./shell/open-browser.ts";

const RULE = "limit.wait.client";
const RULE_PAGE = `rules/${RULE}.html`;

/** The page that a rule leads to, which another part of the site makes. */
const rules: Part = {
  nav: [],
  pages: [{ path: RULE_PAGE, title: RULE, description: RULE, body: html`<h1>${RULE}</h1>` }],
  assets: [],
  entries: [],
};

const open = withSite(async () => {
  const parts = [await referencePart(), rules];
  return [...parts.flatMap(({ assets }) => assets), ...(await renderPages(parts, "0.0.0"))];
});

const WAYS: Way[] = ["disk", "http"];

const ruleHref = placeHref("#/components/headers/X-Weave-Limit", RULE);
const operation = (page: Page, route: string) => page.locator(`[data-section-id="${route}"]`);
const chosen = (page: Page, route: string) =>
  operation(page, route).getByRole("tab", { selected: true }).allInnerTexts();

/** Redoc has taken the page over. */
async function settled(page: Page): Promise<void> {
  await page.locator("#redoc[data-alive]").waitFor({ state: "attached" });
}

/** Pixels between the top of the window and an element. */
const top = (page: Page, selector: string) =>
  page.locator(selector).evaluate((it) => Math.round(it.getBoundingClientRect().top));

/** Right below the head of the site, which takes 56 pixels. */
const atTop = (y: number) => y > 0 && y < 200;

describe.each(WAYS)("from %s", (way) => {
  test("asks for its own files alone, and complains of nothing", async () => {
    const { page, requests, complaints } = await open(statusHref("putRecord", "412"), { way });
    await settled(page);
    await page.getByRole("button", { name: "View security details" }).first().click();
    await page.getByRole("heading", { name: "Authentication" }).waitFor();
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    await page.waitForLoadState("networkidle");
    const assets = [
      "site.css",
      "mode.js",
      "site.js",
      "reference.css",
      "reference-document.js",
      "reference.js",
    ];
    expect([...new Set(requests.slice(1))].filter((path) => path !== "assets/icon.svg").sort()).toEqual(
      assets.map((name) => `assets/${name}`).sort(),
    );
    expect(complaints).toEqual([]);
  });

  test("a link to a rule marks it where it binds, and it leads to its page", async () => {
    const { page, at } = await open(ruleHref, { way });
    const marked = page.locator("li.asked");
    await marked.waitFor();
    expect(await marked.innerText()).toMatch(/^limit\.wait\.client MUST NOT A running wait/);
    await expect
      .poll(() => marked.evaluate((it) => it.getBoundingClientRect().top))
      .toSatisfy((y: number) => y > 56 && y < 900);
    expect(await page.locator(".asked").count()).toBe(1);
    await marked.getByRole("link").click();
    await page.waitForURL(at(RULE_PAGE));
  });
});

describe("from disk", () => {
  test("shows an operation with its rules", async () => {
    const { page } = await open(operationHref("putRecord"));
    const section = operation(page, "/records/putrecord");
    await section.getByRole("heading", { name: "Create or replace a record" }).waitFor();
    await expect.poll(() => top(page, '[data-section-id="/records/putrecord"]')).toSatisfy(atTop);
    const rule = section.locator("li", { has: page.locator('[data-rule="record.put.replaces"]') });
    expect(await rule.innerText()).toBe(
      "record.put.replaces MUST A PUT of a record that exists MUST replace it whole, resetting the fields that it leaves out.",
    );
  });

  test("a link to a status opens its tab", async () => {
    const { page } = await open(statusHref("putRecord", "412"));
    await expect.poll(() => chosen(page, "/records/putrecord")).toContain("412");
    await expect
      .poll(() =>
        operation(page, "/records/putrecord")
          .getByRole("tab", { name: "412" })
          .evaluate((it) => it.getBoundingClientRect().top),
      )
      .toSatisfy((y: number) => y > 0 && y < 900);
  });

  test("a link to a header opens the tab of its status", async () => {
    const { page } = await open(headerHref("postCollection", "413", "X-Weave-Limit"));
    await expect.poll(() => chosen(page, "/collections/postcollection")).toContain("413");
    const header = page.locator('[id="collections/postcollection/t=response&c=413&path=x-weave-limit"]');
    await expect
      .poll(() => header.evaluate((it) => it.getBoundingClientRect().top))
      .toSatisfy((y: number) => y > 0 && y < 900);
  });

  test("a link to a rule of no operation leads to the overview", async () => {
    const { page } = await open(placeHref("#/components/headers/X-Weave-Alert", "message.alert.form"));
    await page.locator("li.asked", { hasText: "message.alert.form" }).waitFor();
    await expect
      .poll(() => page.locator("li.asked").evaluate((it) => it.getBoundingClientRect().top))
      .toSatisfy((y: number) => y > 56 && y < 900);
  });

  test("the navigation leads to operations and marks the one that is read", async () => {
    const { page } = await open("reference.html");
    await settled(page);
    const nav = page.getByRole("navigation", { name: "Pages" });
    await nav.locator("a[href$='#/sessions']").click();
    await expect.poll(() => nav.locator("[aria-current]").last().getAttribute("href")).toMatch(/#\/sessions/);
    await nav.locator("a[href$='#/sessions/postsessions']").click();
    await expect.poll(() => top(page, '[data-section-id="/sessions/postsessions"]')).toSatisfy(atTop);
    await expect
      .poll(() => nav.locator("[aria-current=true]").getAttribute("href"))
      .toBe("reference.html#/sessions/postsessions");
  });
});

describe("the page", () => {
  const ground = (page: Page) =>
    page
      .locator("#redoc > div")
      .evaluate((it) => it.ownerDocument.defaultView.getComputedStyle(it).backgroundColor);

  test("follows the switch of the site between light and dark, and keeps to it", async () => {
    const { page } = await open("reference.html", { colorScheme: "light" });
    await settled(page);
    expect(await ground(page)).toBe("rgb(255, 255, 255)");
    await page.getByRole("button", { name: "Dark colours" }).click();
    await expect.poll(() => ground(page)).toBe("rgb(21, 23, 27)");
    await page.reload();
    await settled(page);
    expect(await ground(page)).toBe("rgb(21, 23, 27)");
  });

  test("shows the overview without a script", async () => {
    const { page } = await open("reference.html", { javaScriptEnabled: false });
    await page.getByRole("heading", { name: "Rules of every exchange" }).waitFor();
    expect(await page.locator('[data-rule="encoding.gzip"]').isVisible()).toBe(true);
  });

  test("has no search, menu, colour switch or advertisement of Redoc", async () => {
    const { page } = await open("reference.html");
    await settled(page);
    for (const text of ["API docs by", "Open in Claude", "Open in ChatGPT"])
      expect(await page.getByText(text).count(), text).toBe(0);
    expect(await page.locator("#redoc .menu-content, [data-testid=search-trigger]").count()).toBe(0);
  });

  // All of the reference is one page: at a status it shows what it shows elsewhere, and an open tab.
  const redoc = statusHref("putRecord", "412");
  const paths = [redoc, "headers.html", "statuses.html", "problems.html"];

  test.each(VIEWS.flatMap((view) => paths.map((path) => ({ ...view, path }))))(
    "$path has no barrier and fits: $view",
    async ({ path, options }) => {
      const { page } = await open(path, options);
      if (path === redoc) await settled(page);
      const { width } = page.viewportSize() as { width: number };
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await barriers(page, options.colorScheme === "dark")).toEqual([]);
    },
  );
});
