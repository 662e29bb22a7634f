import { expect, test } from "vitest";
import { barriers, PHONE } from "../../../conformance/test/support/browser/watched.ts";
import { HOSTILE } from "../../../conformance/test/support/sample-report.ts";
import {
  choose,
  fromDisk,
  outside,
  quota,
  STORE,
  said,
  shown,
  shows,
  verdict,
  withResults,
} from "./results-page.ts";

withResults();

test("from disk the example is shown first, and nothing else is asked for", async () => {
  const { page, requests, complaints } = await fromDisk();
  await shows(page, "example");
  expect(await said(page)).toBe("This is the example: the reference server. Drop yours here.");
  expect(await verdict(page)).toBe("✓ pass");
  expect(outside(requests)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a chosen report colours each cell and each rule, and asks for nothing", async () => {
  const { page, requests, complaints } = await fromDisk();
  await shows(page, "example");
  const before = requests.length;
  await shown(page);
  expect(await verdict(page)).toBe("✕ fail");
  const label = (status: string) => quota(page).getByRole("button", { name: `GET /info/quota, ${status}:` });
  expect(await label("200").getAttribute("aria-label")).toContain("violated");
  expect(await label("304").getAttribute("aria-label")).toContain("seen");
  expect(await label("401").getAttribute("aria-label")).toContain("not seen");
  expect(await label("500").getAttribute("aria-label")).toContain("undeclared");
  const outcome = (rule: string) => page.locator(`li[data-rule="${rule}"]`).getAttribute("data-outcome");
  expect(await outcome(STORE)).toBe("violated");
  expect(await outcome("info.quota.usage")).toBe("passed");
  expect(await outcome("record.head")).toBe("untested");
  expect(await outcome("record.created")).toBe("notRun");
  expect(requests.slice(before)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a violated rule of a header field colours the cell of that field", async () => {
  const { page } = await fromDisk();
  await shown(page);
  await quota(page)
    .getByRole("button", { name: /\/info\/quota.*1 violated/ })
    .click();
  const fields = page.locator("tr.field").filter({ has: page.locator("td[data-is]") });
  const state = (name: string) =>
    fields.filter({ hasText: name }).locator("td").first().getAttribute("data-is");
  expect(await state("X-Weave-Store")).toBe("violated");
  expect(await state("X-Weave-Timestamp")).toBe("seen");
});

test("what report and page do not have in common is said", async () => {
  const { page } = await fromDisk();
  await shown(page);
  const notices = await page.locator(".notices").innerText();
  for (const part of [
    "9.9.9-<b>",
    "version 9.9.9",
    "1 rule of the report is not",
    "are not in the report",
    "teleportRecord",
  ])
    expect(notices).toContain(part);
  expect(await page.locator("#unknown-rules").innerText()).toContain("record.teleport");
  expect(await page.locator("#elsewhere").innerText()).toContain("accept.weights");
  await page.reload();
  await shows(page, "example");
  expect(await page.locator("#unknown-rules").count()).toBe(0);
});

test("what a report says is text, wherever it stands", async () => {
  const { page, complaints } = await fromDisk();
  await shown(page);
  await page.getByRole("button", { name: "Show all header fields" }).click();
  await quota(page).getByRole("button", { name: "GET /info/quota, 200:" }).click();
  expect(await page.locator("main img, main script, main b > b").count()).toBe(0);
  expect(await page.locator("#summary").innerText()).toContain(HOSTILE.markup);
  const reason = page.locator("li[data-rule='record.teleport'] .reason");
  expect(await reason.textContent()).toContain("\\u{202e}");
  expect(complaints).toEqual([]);
});

test("rules are filtered by outcome and by text", async () => {
  const { page } = await fromDisk();
  await shown(page);
  const rules = () =>
    page.locator("li[data-rule]:visible").evaluateAll((all) => all.map((it) => it.getAttribute("data-rule")));
  await page.getByRole("button", { name: /2 violated/ }).click();
  await expect.poll(rules).toEqual(["accept.weights", STORE]);
  await page.getByRole("searchbox", { name: "Text" }).fill("X-WEAVE-store present");
  await expect.poll(rules).toEqual([STORE]);
  expect(await page.locator("#rules-shown").innerText()).toMatch(/^1 of \d+ rules shown$/);
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await expect.poll(async () => (await rules()).length).toBeGreaterThan(400);
});

test("by keyboard: from cell to cell, into one and out again", async () => {
  const { page } = await fromDisk();
  await shown(page);
  const focused = () =>
    page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");
  await page.getByRole("button", { name: "Show all header fields" }).focus();
  await page.keyboard.press("Tab");
  expect(await focused()).toContain("DELETE");
  await page.keyboard.press("ArrowRight");
  const first = await focused();
  expect(first).toMatch(/^DELETE \/, \d+:/);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toBe(first);
  await page.keyboard.press("Enter");
  expect(await page.locator("#cell-detail h3").innerText()).toMatch(/^DELETE \/, \d+$/);
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Close");
  await page.keyboard.press("Escape");
  expect(await page.locator("#cell-detail").count()).toBe(0);
  expect(await focused()).toBe(first);
});

test("each rule of a cell leads to its page", async () => {
  const { page } = await fromDisk();
  await shown(page);
  await quota(page).getByRole("button", { name: "GET /info/quota, 200:" }).click();
  const link = page.locator("#cell-detail").getByRole("link", { name: STORE });
  expect(await link.getAttribute("href")).toBe(`rules/${STORE}.html`);
  expect(await page.locator("#cell-detail .why").first().innerText()).toContain("Expected");
});

test.each(["light", "dark"] as const)("axe finds no barrier: %s", async (colorScheme) => {
  const { page } = await fromDisk("", { colorScheme });
  await shown(page);
  await quota(page)
    .getByRole("button", { name: /\/info\/quota.*1 violated/ })
    .click();
  await quota(page).getByRole("button", { name: "GET /info/quota, 200:" }).click();
  await choose(page, "junit.xml");
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("JUnit");
  // It looks long at each of some hundred rules of one kind.
  await page.getByRole("searchbox", { name: "Text" }).fill("record.");
  expect(await barriers(page, colorScheme === "dark")).toEqual([]);
});

test("at 360 pixels the table scrolls in its own box, its details stay in view", async () => {
  const { page } = await fromDisk("", PHONE);
  await shown(page);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  await quota(page).getByRole("button", { name: "GET /info/quota, 500:" }).click();
  const box = async (selector: string) =>
    (await page.locator(selector).first().boundingBox()) ?? expect.fail();
  expect((await box(".scroll")).width).toBeLessThanOrEqual(360);
  const sheet = await box("#cell-detail .sheet");
  expect(sheet.x).toBeGreaterThanOrEqual(0);
  expect(sheet.x + sheet.width).toBeLessThanOrEqual(360);
  const heading = (await quota(page).locator("th").boundingBox()) ?? expect.fail();
  expect(heading.x).toBeGreaterThanOrEqual(0);
  expect(heading.x).toBeLessThan(60);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
});
