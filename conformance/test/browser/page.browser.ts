import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { withBrowser } from "../support/browser/pages.ts";
import { richReport } from "../support/browser/sample.ts";
import { barriers, PHONE, VIEWS } from "../support/browser/watched.ts";
import { SENTENCES } from "../support/sample-report.ts";

const open = withBrowser(SENTENCES);
const report = richReport();

const openEverything = (page: Page) =>
  page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");

/** All but the tables of most endpoints: they are of one kind, and axe looks long at each cell. */
const openEachKind = (page: Page) =>
  page.evaluate(`for (const details of document.querySelectorAll(
    "details:not(.endpoint), .endpoints:first-of-type > :first-child, #common, .endpoint:has([data-is=violated], [data-is=known])"
  )) details.open = true`);

test("nothing is asked of the network, and nothing is complained about", async () => {
  const { page, requests, complaints, url } = await open(report, { docs: "https://docs.example" });
  await openEverything(page);
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([url]);
  expect(complaints).toEqual([]);
});

test("the policy stops what would ask or run", async () => {
  const { page } = await open(report);
  const blocked = await page.evaluate(`new Promise((done) => {
    const seen = new Set();
    setTimeout(() => done([...seen].sort()), 300_000);
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      seen.add(effectiveDirective);
      if (seen.size === 3) done([...seen].sort());
    });
    document.body.append(Object.assign(document.createElement("img"), { src: "http://127.0.0.1:9/x.png" }));
    document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'run'" }));
    document.body.append(Object.assign(document.createElement("style"), { textContent: "body { color: red }" }));
  })`);
  expect(blocked).toEqual(["img-src", "script-src-elem", "style-src-elem"]);
  expect(await page.title()).not.toBe("run");
});

test("what a server sent is text, wherever it stands", async () => {
  const { page } = await open(report);
  await openEverything(page);
  expect(await page.locator("img, iframe, object, embed, svg *:not(rect)").count()).toBe(0);
  expect(await page.locator("script").count()).toBe(1);
  expect(await page.locator("body").innerText()).toContain("</script><img src=x onerror=alert(1)>");
});

test.each(VIEWS)("axe finds no barrier: $view", async ({ options }) => {
  const { page } = await open(report, options);
  await openEachKind(page);
  expect(await barriers(page, options.colorScheme === "dark")).toEqual([]);
});

test.each([
  { state: "as it opens", prepare: async () => {} },
  { state: "with everything open", prepare: openEverything },
])("at 360 pixels nothing scrolls sideways: $state", async ({ prepare }) => {
  const { page } = await open(report, PHONE);
  await prepare(page);
  const tooWide = await page.evaluate(`[...document.querySelectorAll("body *")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > 360.5)
    .map((element) => element.outerHTML.slice(0, 200))`);
  expect(tooWide).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
});

test("all results are there without the script", async () => {
  const { page } = await open(report, { javaScriptEnabled: false });
  expect(await page.locator("details.rule").count()).toBe(report.results.length);
  expect(await page.locator("#filter").isVisible()).toBe(false);
});
