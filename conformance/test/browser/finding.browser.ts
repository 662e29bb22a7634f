import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { withBrowser } from "../support/browser/pages.ts";
import { richReport } from "../support/browser/sample.ts";

const open = withBrowser(rules);
const report = richReport();

interface Focused {
  text: string;
  tag: string;
  /** Whether an outline shows where the focus is. */
  outlined: boolean;
  inView: boolean;
}

const focused = (page: Page) =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const { top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      text: element.textContent,
      tag: element.tagName.toLowerCase(),
      outlined: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
      inView: bottom > 0 && top < innerHeight,
    };
  })()`) as Promise<Focused>;

/** Presses Tab until the focus is there; each stop on the way has to be visible. */
async function tabTo(page: Page, isThere: (at: Focused) => boolean): Promise<Focused> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    expect(at, JSON.stringify(at)).toMatchObject({ outlined: true, inView: true });
    if (isThere(at)) return at;
  }
  return expect.fail("200 times Tab did not lead there");
}

test("by keyboard alone: skip to the results, filter them, open one, go to its evidence", async () => {
  const { page } = await open(report);
  await tabTo(page, ({ text }) => text === "Skip to the results");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await focused(page)).text).toBe("Results");

  await tabTo(page, ({ tag }) => tag === "input");
  await page.keyboard.press("Space");
  const first = page.locator("#filter input").first();
  expect(await first.isChecked()).toBe(false);
  await page.keyboard.press("Space");
  expect(await first.isChecked()).toBe(true);

  const rule = page.locator("details.rule").first();
  expect(await rule.evaluate((it) => it.hasAttribute("open"))).toBe(true);
  await tabTo(page, ({ tag }) => tag === "summary");
  await page.keyboard.press("Enter");
  expect(await rule.evaluate((it) => it.hasAttribute("open"))).toBe(false);
  await page.keyboard.press("Enter");
  expect(await rule.evaluate((it) => it.hasAttribute("open"))).toBe(true);

  const link = await tabTo(page, ({ tag, text }) => tag === "a" && text.includes("#2"));
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await focused(page)).tag).toBe("summary");
  expect(await page.evaluate("document.activeElement.closest('li').id")).toBe(link.text);
  expect((await focused(page)).inView).toBe(true);
});

test("the endpoint of a violated rule says so, and its table leads to the rule", async () => {
  const { page } = await open(report);
  const endpoint = page.locator("details.endpoint", { hasText: /^GET \/info\/quota/ });
  expect(await endpoint.locator("summary").innerText()).toContain("1 violated");
  expect(
    await page.locator("details.endpoint", { hasText: /^HEAD \/info\/quota/ }).innerText(),
  ).not.toContain("violated");
  await endpoint.locator("summary").click();

  const table = page.getByRole("table", { name: "Statuses and header fields of GET /info/quota" });
  const columns = await table.getByRole("columnheader").allInnerTexts();
  expect(columns).toEqual(["Header field", "200", "304", "401", "403", "406", "410", "422", "503"]);
  const cells = table.getByRole("row", { name: /^X-Weave-Store/ }).getByRole("cell");
  const states = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("data-is")));
  expect(states).toEqual(["violated", "missing", null, null, "missing", null, "missing", null]);
  // The sample did not see a 304.
  const statuses = table.getByRole("row", { name: /^the response itself/ }).getByRole("cell");
  expect(await statuses.nth(1).textContent()).toBe("not seen");

  await cells.getByRole("link", { name: "violated: header.store.present" }).click();
  await expect.poll(() => page.evaluate("location.hash")).toBe("#header.store.present");
  expect(await page.locator("[id='header.store.present']").isVisible()).toBe(true);
});

test("a known failure is marked as one in the table of its endpoint", async () => {
  const { page } = await open(report);
  const endpoint = page.locator("details.endpoint", {
    hasText: /^HEAD \/\{partition\}\/\{collection\}\/\{id\}/,
  });
  expect(await endpoint.locator("summary").innerText()).toContain("1 known");
  await endpoint.locator("summary").click();
  expect(await endpoint.locator("td[data-is=known]").textContent()).toBe("known failure: record.head");
  expect(await endpoint.locator("td[data-is=violated]").count()).toBe(0);
});

test("on a phone the table is a table still", async () => {
  const { page } = await open(report, { viewport: { width: 360, height: 780 } });
  const endpoint = page.locator("details.endpoint", {
    hasText: /^PUT \/\{partition\}\/\{collection\}\/\{id\}/,
  });
  await endpoint.locator("summary").click();
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as {
    nodes: { ignored: boolean; role?: { value: string }; name?: { value: string } }[];
  };
  const roles = new Set(nodes.filter(({ ignored }) => !ignored).map(({ role }) => role?.value));
  for (const role of ["table", "row", "columnheader", "rowheader", "cell"]) expect(roles).toContain(role);
  const box = await endpoint.getByRole("cell").nth(12).boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(20);
});

test("expected and got stand side by side, with a command and a link to the documentation", async () => {
  const { page } = await open(report, { docs: "https://docs.example/sync" });
  const rule = page.locator("[id='record.put.created']");
  const [expected, got] = await Promise.all(
    ["Expected", "Got"].map((title) => rule.locator("dt", { hasText: title }).boundingBox()),
  );
  expect(expected?.y).toBe(got?.y);
  expect(expected?.x).toBeLessThan(got?.x ?? 0);
  expect(await rule.locator(".curl").innerText()).toMatch(/^curl -i -sS -X PUT /);
  expect(
    await page
      .locator("[id='record.get.ttl']")
      .getByRole("link", { name: /documentation$/ })
      .getAttribute("href"),
  ).toBe("https://docs.example/sync/rules/record.get.ttl.html");
});
