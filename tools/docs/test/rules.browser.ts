import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { barriers } from "../../../conformance/test/support/browser/watched.ts";
import { runReference } from "../reference-run.ts";
import { rulesPart } from "../rules/rules-part.ts";
import { renderPages } from "../shell/render-pages.ts";
import { withSite } from "./shell/open-browser.ts";

const open = withSite(async () => {
  const part = await rulesPart(await runReference({ only: ["record.created", "record.id.syntax"] }));
  return [...part.assets, ...(await renderPages([part], "1.2.3"))];
});

const INDEX = "rules/index.html";
const shown = (page: Page) =>
  page.locator(".rules > li:visible").evaluateAll((items) => items.map((item) => item.id as string));
const found = (page: Page) => page.locator("#found").innerText();

test("without scripts the catalogue is the whole list", async () => {
  const { page } = await open(INDEX, { way: "disk", javaScriptEnabled: false });
  expect((await shown(page)).length).toBeGreaterThan(400);
  expect(await page.locator("#filter").isVisible()).toBe(false);
  expect(await page.locator("#none").isVisible()).toBe(false);
});

test("the catalogue is narrowed by text, area and level", async () => {
  const { page, complaints } = await open(INDEX, { way: "disk" });
  const all = (await shown(page)).length;
  await page.getByLabel("Text").fill("RETRY-after 503");
  await expect.poll(() => shown(page)).toContain("retry.present");
  const some = await shown(page);
  expect(some.length).toBeLessThan(20);
  expect(await found(page)).toBe(`${some.length} of ${all} rules`);
  await page.getByLabel("Text").fill("");
  await page.getByLabel("Area").selectOption("auth");
  await page.getByLabel("Level").selectOption("should");
  await expect
    .poll(() => shown(page))
    .toEqual(["auth.hawk.replay", "auth.hawk.stale", "auth.hawk.stale-time"]);
  expect(await page.locator(".area:visible").count()).toBe(1);
  await page.getByLabel("Text").fill("nothing like that");
  await page.getByRole("button", { name: "Show all" }).click();
  expect((await shown(page)).length).toBe(all);
  expect(await found(page)).toBe("");
  expect(complaints).toEqual([]);
});

test("a link to what was filtered away shows it", async () => {
  const { page } = await open(INDEX, { way: "disk" });
  await page.getByLabel("Area").selectOption("auth");
  await page.evaluate("location.hash = '#record.created'");
  await expect.poll(() => shown(page)).toContain("record.created");
  await expect.poll(() => page.locator("[id='record.created']").evaluate(isOnScreen)).toBe(true);
});

function isOnScreen(element: { getBoundingClientRect(): { top: number; bottom: number } }): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= 900;
}

test.each(["light", "dark"] as const)("nobody is kept out, in %s", async (colorScheme) => {
  for (const path of [INDEX, "rules/record.created.html", "rules/record.id.syntax.html"]) {
    const { page, complaints } = await open(path, { way: "disk", colorScheme });
    // Before axe, which itself asks for what a page from disk may not read.
    expect(complaints, path).toEqual([]);
    expect(await barriers(page, colorScheme === "dark"), path).toEqual([]);
  }
});

test.each([INDEX, "rules/record.id.syntax.html", "rules/conditional.modified.unchanged.html"])(
  "%s fits on a phone",
  async (path) => {
    const { page } = await open(path, { way: "disk", viewport: { width: 360, height: 780 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  },
);
