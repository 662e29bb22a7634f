import { expect, test } from "vitest";
import { barriers, PHONE } from "../../../conformance/test/support/browser/watched.ts";
import { HOSTILE } from "../../../conformance/test/support/sample-report.ts";
import {
  choose,
  fromDisk,
  outside,
  overHttp,
  quota,
  STORE,
  said,
  shown,
  shows,
  verdict,
  withResults,
} from "./results-page.ts";

// What a report looks like is tested where it is made: conformance/test/browser. Here: what the documentation adds.
withResults();

test.each([true, false])(
  "from disk the example is there, and nothing is asked for; scripts: %s",
  async (javaScriptEnabled) => {
    const { page, requests, complaints } = await fromDisk("", { javaScriptEnabled });
    expect(await said(page)).toBe("This is the example: the reference server. Drop yours here.");
    expect(await verdict(page)).toBe("✓ pass");
    expect(await page.locator("[data-needs-script]").isVisible()).toBe(javaScriptEnabled);
    expect(outside(requests)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test("a chosen report is shown as its run shows it, and asks for nothing", async () => {
  const { page, requests, complaints } = await fromDisk();
  await shows(page, "example");
  const before = requests.length;
  await shown(page);
  expect(await verdict(page)).toBe("✕ fail");
  expect(await quota(page).locator("summary").innerText()).toContain("1 violated");
  await quota(page).locator("summary").click();
  const table = page.getByRole("table", { name: "Statuses and header fields of GET /info/quota" });
  const states = (name: RegExp) =>
    table
      .getByRole("row", { name })
      .getByRole("cell")
      .evaluateAll((all) => all.map((cell) => cell.getAttribute("data-is")));
  expect((await states(/^the response itself/)).slice(0, 3)).toEqual(["seen", "seen", "missing"]);
  expect((await states(/^the response itself/)).at(-1)).toBe("undeclared");
  expect((await states(/^X-Weave-Store/))[0]).toBe("violated");
  const outcome = (rule: string) => page.locator(`[id="${rule}"]`).getAttribute("data-outcome");
  expect(await outcome(STORE)).toBe("violated");
  expect(await outcome("record.head")).toBe("untested");
  expect(await outcome("record.created")).toBe("notRun");
  expect(await outcome("header.store.restart")).toBe("uncheckable");
  expect(requests.slice(before)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("what report and page do not have in common is said", async () => {
  const { page } = await fromDisk();
  await shown(page);
  const notices = await page.locator(".notices").innerText();
  for (const part of [
    "9.9.9-<b>",
    "version 9.9.9",
    "1 rule of the report is not in this document: record.teleport",
    "are not in the report",
    "teleportRecord",
  ])
    expect(notices).toContain(part);
});

test("what a report says is text, wherever it stands", async () => {
  const { page, complaints } = await fromDisk();
  await shown(page);
  await page.getByRole("button", { name: "Open all endpoints" }).click();
  expect(await page.locator("details.endpoint:not([open])").count()).toBe(0);
  expect(await page.locator("main img, main script, main b > b").count()).toBe(0);
  expect(await page.locator("#report .facts").innerText()).toContain(HOSTILE.markup);
  expect(await page.locator("[id='record.teleport'] .reason").textContent()).toContain("\\u{202e}");
  expect(complaints).toEqual([]);
});

test("the filter works on the report that was opened, and the address keeps its name", async () => {
  const { page } = await overHttp("#report=report.json&outcome=violated");
  await shows(page, "report");
  const rules = () => page.locator("details.rule:visible").evaluateAll((all) => all.map(({ id }) => id));
  await expect.poll(async () => (await rules()).toSorted()).toEqual(["accept.weights", STORE]);
  await page.getByRole("searchbox", { name: "Text" }).fill("X-WEAVE-store present");
  await expect.poll(rules).toEqual([STORE]);
  await expect
    .poll(() => page.evaluate("location.hash"))
    .toBe("#report=report.json&outcome=violated&text=X-WEAVE-store+present");
  expect(await page.locator("#filter output").innerText()).toMatch(/^1 of \d+ rules shown$/);
  await page.getByRole("button", { name: "Show all", exact: true }).click();
  await expect.poll(async () => (await rules()).length).toBeGreaterThan(400);
  await expect.poll(() => page.evaluate("location.hash")).toBe("#report=report.json");
});

test("each rule of an endpoint leads to its entry, and from there to its page", async () => {
  const { page } = await fromDisk();
  await shown(page);
  await quota(page).locator("summary").click();
  await quota(page).getByRole("link", { name: STORE, exact: true }).first().click();
  const entry = page.locator(`[id="${STORE}"]`);
  await expect.poll(() => entry.locator("dt", { hasText: "Expected" }).isVisible()).toBe(true);
  const link = entry.getByRole("link", { name: /in the documentation$/ });
  expect(await link.getAttribute("href")).toBe(`rules/${STORE}.html`);
});

test.each(["light", "dark"] as const)("axe finds no barrier: %s", async (colorScheme) => {
  const { page } = await fromDisk("", { colorScheme });
  await shown(page);
  await quota(page).locator("summary").click();
  await choose(page, "junit.xml");
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("JUnit");
  // It looks long at each of some hundred rules of one kind.
  await page.getByRole("searchbox", { name: "Text" }).fill("record.");
  expect(await barriers(page, colorScheme === "dark")).toEqual([]);
});

test("at 360 pixels nothing scrolls sideways", async () => {
  const { page } = await fromDisk("", PHONE);
  await shown(page);
  await page.getByRole("button", { name: "Open all endpoints" }).click();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
});
