import { describe, expect, test } from "vitest";
import { withSite } from "./shell/open-browser.ts";
import { sampleSite } from "./shell/sample-site.ts";

const open = withSite(sampleSite);

describe("the search", () => {
  test.each([
    ["X-Weave-Backoff", "Header", "X-Weave-Backoff"],
    ["412", "Status", "412 Precondition Failed"],
    ["record.head", "Rule", "record.head"],
    ["PUT /{partition}/{collection}/{id}", "Operation", "PUT /{partition}/{collection}/{id}"],
  ])("finds %s by keyboard alone", async (query, kind, title) => {
    const { page } = await open("index.html");
    await page.keyboard.press("/");
    const box = page.getByRole("combobox", { name: "Search" });
    await expect.poll(() => box.evaluate((it) => it.matches(":focus"))).toBe(true);
    await page.keyboard.type(query);
    const first = page.getByRole("option", { selected: true });
    await expect.poll(() => first.locator(".title").innerText()).toBe(title);
    expect(await first.locator(".kind").innerText()).toBe(kind);
    expect(await box.getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
    expect(await box.getAttribute("aria-expanded")).toBe("true");
    await expect
      .poll(() => page.getByRole("status").innerText())
      .toMatch(/^\d+ results?(?:, the first 30 shown)?$/);
  });

  test("arrow keys go through what was found, Escape leaves", async () => {
    const { page } = await open("index.html");
    await page.getByRole("button", { name: "Search" }).click();
    await page.keyboard.type("session");
    const selected = page.getByRole("option", { selected: true });
    const ids = () => selected.evaluateAll((all) => all.map(({ id }) => id));
    await expect.poll(ids).toEqual(["found-0"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await ids()).toEqual(["found-2"]);
    await page.keyboard.press("ArrowUp");
    expect(await ids()).toEqual(["found-1"]);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await ids()).toEqual(["found-29"]);
    expect(
      await selected.evaluate(
        (it) => it.getBoundingClientRect().bottom <= it.ownerDocument.defaultView.innerHeight,
      ),
    ).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Search" }).evaluate((it) => it.matches(":focus"))).toBe(
      true,
    );
  });

  test("shows where in the text the words are", async () => {
    const { page } = await open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("feedback X-Weave-Backoff");
    const option = page.getByRole("option", { name: "Backoff and retry" });
    await option.waitFor();
    expect(await option.locator(".excerpt mark").allInnerTexts()).toContain("X-Weave-Backoff");
  });

  test("says so when nothing is found, and takes no key for what was found before", async () => {
    const { page, at } = await open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("412");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.type("zzzzzzzzzz");
    await expect.poll(() => page.getByRole("status").innerText()).toBe("Nothing found");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(page.url()).toBe(at("index.html"));
  });

  test("a slash that is typed into it is text", async () => {
    const { page } = await open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("/{");
    expect(await page.getByRole("combobox").inputValue()).toBe("/{");
  });
});
