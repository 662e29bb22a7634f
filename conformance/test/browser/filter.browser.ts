import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { withBrowser } from "../support/browser/pages.ts";
import { richReport } from "../support/browser/sample.ts";
import { SENTENCES } from "../support/sample-report.ts";

const open = withBrowser(SENTENCES);
const report = richReport();
const TOTAL = report.results.length;

/** The rules that are to be seen. */
function shown(page: Page): Promise<(string | null)[]> {
  return page.locator("details.rule:visible").evaluateAll((rules) => rules.map((rule) => rule.id as string));
}

const hash = (page: Page) => page.evaluate("location.hash") as Promise<string>;

/** The address follows a moment after the choice. */
const hashIs = (page: Page, wanted: string) => expect.poll(() => hash(page)).toBe(wanted);

async function only(page: Page, group: string, choice: string): Promise<void> {
  for (const box of await page.getByRole("group", { name: group }).getByRole("checkbox").all()) {
    await box.setChecked((await box.getAttribute("value")) === choice);
  }
}

const LEVEL_SHOULD_NOT = ["record.get.ttl"];
const KNOWN = ["record.head"];
const QUOTA = ["info.quota.null", "info.quota.json"];

test("by outcome, and a known failure is none of the violated", async () => {
  const { page, url } = await open(report);
  await only(page, "Outcome", "known");
  await expect.poll(() => shown(page)).toEqual(KNOWN);
  expect(await page.getByRole("status").innerText()).toBe(`1 of ${TOTAL} rules shown`);
  await hashIs(page, "#outcome=known");
  expect(page.url()).toBe(`${url}#outcome=known`);
});

test("by level", async () => {
  const { page } = await open(report);
  await only(page, "Level", "SHOULD NOT");
  await expect.poll(() => shown(page)).toEqual(LEVEL_SHOULD_NOT);
  await hashIs(page, "#level=SHOULD+NOT");
});

test("by area", async () => {
  const { page } = await open(report);
  await page.getByRole("combobox", { name: "Area" }).selectOption("info");
  await expect.poll(() => shown(page)).toEqual(QUOTA);
  expect(await page.locator("section.area:visible").count()).toBe(1);
  await hashIs(page, "#area=info");
});

test("by text, all words of it, also of what is closed", async () => {
  const { page } = await open(report);
  await page.getByRole("searchbox", { name: "Text" }).fill("QUOTA no");
  await expect.poll(() => shown(page)).toContain("info.quota.null");
  await expect.poll(() => shown(page)).not.toContain("record.put.replaced");
  await hashIs(page, "#text=QUOTA+no");
});

test("nothing chosen shows nothing, and is a view of its own", async () => {
  const { page, url } = await open(report);
  await only(page, "Outcome", "");
  await expect.poll(() => shown(page)).toEqual([]);
  await hashIs(page, "#outcome=none");
  await page.getByRole("button", { name: "Show all" }).click();
  await expect.poll(() => shown(page)).toHaveLength(TOTAL);
  await expect.poll(() => page.url()).toBe(url);
});

test.each([
  ["#outcome=known", KNOWN],
  ["#level=SHOULD+NOT", LEVEL_SHOULD_NOT],
  ["#level=SHOULD%20NOT&level=MAY", LEVEL_SHOULD_NOT],
  ["#area=info&text=no+quota", ["info.quota.null"]],
  ["#area=nowhere&outcome=known", KNOWN],
  ["#outcome=none", []],
])("%s opens that view", async (fragment, rules) => {
  const { page, complaints } = await open(report, { fragment });
  await expect.poll(() => shown(page)).toEqual(rules);
  expect(await page.getByRole("heading", { name: "Results" }).evaluate((it) => it.matches(":focus"))).toBe(
    true,
  );
  expect(complaints).toEqual([]);
});

test.each(["#%", "#nothing", "#=", "#&&outcome"])("%s is no view, and does no harm", async (fragment) => {
  const { page, complaints } = await open(report, { fragment });
  await expect.poll(() => shown(page)).toHaveLength(TOTAL);
  expect(complaints).toEqual([]);
});

test("a count in the banner leads to what it counts, and back again", async () => {
  const { page } = await open(report);
  await page.getByRole("link", { name: /known failure$/ }).click();
  await expect.poll(() => shown(page)).toEqual(KNOWN);
  await page.getByRole("link", { name: /untested$/ }).click();
  await expect.poll(() => shown(page)).toEqual(["maintenance.backoff.sent", "maintenance.retry.after"]);
  await page.goBack();
  await expect.poll(() => shown(page)).toEqual(KNOWN);
});

test("a link to a rule that the filter hides shows it", async () => {
  const { page } = await open(report, { fragment: "#outcome=known" });
  await page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "list" }).click();
  await expect.poll(() => shown(page)).toHaveLength(TOTAL);
});
