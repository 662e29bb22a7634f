import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { barriers, PHONE, VIEWS } from "../../../conformance/test/support/browser/watched.ts";
import { type Way, withSite } from "./shell/open-browser.ts";
import { sampleSite } from "./shell/sample-site.ts";

const open = withSite(sampleSite);

const WAYS: Way[] = ["disk", "http"];
const PAGES = ["index.html", "guide/errors.html", "reference.html", "machine-readable.html"];

const ground = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");
const [WHITE, BLACK] = ["rgb(255, 255, 255)", "rgb(21, 23, 27)"];
const classes = (page: Page) => page.evaluate("document.documentElement.className") as Promise<string>;
const menu = (page: Page) => page.getByRole("navigation", { name: "Pages" });

describe.each(WAYS)("from %s", (way) => {
  test.each(PAGES)("%s asks for files of the site alone, and complains of nothing", async (path) => {
    const { page, requests, complaints } = await open(path, { way });
    await page.keyboard.press("/");
    await page.keyboard.type("412");
    await page.getByRole("option").first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(requests).toEqual(
      expect.arrayContaining([path, "assets/mode.js", "assets/site.js", "assets/site.css"]),
    );
    expect(requests.filter((url) => url !== path && !url.startsWith("assets/"))).toEqual([]);
    expect(complaints).toEqual([]);
    // What a blocked style sheet would not say.
    expect(
      await page
        .locator("header.site")
        .evaluate((it) => it.ownerDocument.defaultView.getComputedStyle(it).position),
    ).toBe("sticky");
  });

  test("the policy stops what would ask outside, or run", async () => {
    const { page } = await open("guide/errors.html", { way });
    const blocked = await page.evaluate(`new Promise((done) => {
      const seen = new Set();
      setTimeout(() => done([...seen].sort()), 300_000);
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        seen.add(effectiveDirective);
        if (seen.size === 5) done([...seen].sort());
      });
      const add = (name, more) => document.body.append(Object.assign(document.createElement(name), more));
      add("img", { src: "http://127.0.0.1:9/x.png" });
      add("script", { textContent: "document.title = 'run'" });
      add("script", { src: "http://127.0.0.1:9/x.js" });
      add("style", { textContent: "body { color: red }" });
      add("iframe", { src: "http://127.0.0.1:9/" });
      fetch("http://127.0.0.1:9/").catch(() => {});
    })`);
    expect(blocked).toEqual(["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-elem"]);
    expect(await page.title()).not.toBe("run");
  });

  test("what was found leads there, from a page in a folder too", async () => {
    const { page, at } = await open("guide/errors.html", { way });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("record.created");
    await page.getByRole("option", { name: "record.created" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(at("rules/record.created.html"));
  });
});

describe("light and dark", () => {
  test("follow the system until a choice is made, and the choice stays", async () => {
    const { page, at } = await open("index.html", { colorScheme: "dark" });
    expect(await ground(page)).toBe(BLACK);
    const button = page.getByRole("button", { name: "Dark colours", pressed: true });
    await button.click();
    expect(await classes(page)).toBe("light");
    expect(await ground(page)).toBe(WHITE);
    expect(await page.evaluate("localStorage.getItem('redoc.colorMode')")).toBe("light");
    await page.reload();
    expect(await ground(page)).toBe(WHITE);
    await page.goto(at("guide/errors.html"));
    expect(await ground(page)).toBe(WHITE);
    expect(await page.getByRole("button", { name: "Dark colours", pressed: false }).count()).toBe(1);
  });

  test("the button tells what another script chose", async () => {
    const { page } = await open("index.html", { colorScheme: "light" });
    await page.evaluate("document.documentElement.className = 'dark'");
    await page.getByRole("button", { name: "Dark colours", pressed: true }).waitFor();
    expect(await ground(page)).toBe(BLACK);
  });

  test("something else kept under that name is no choice", async () => {
    const { page } = await open("index.html", { colorScheme: "light" });
    await page.evaluate("localStorage.setItem('redoc.colorMode', 'purple')");
    await page.reload();
    expect(await classes(page)).toBe("light");
  });

  test("without scripts the system is followed, and nothing is offered that needs one", async () => {
    const { page } = await open("guide/errors.html", { colorScheme: "dark", javaScriptEnabled: false });
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Search" }).isVisible()).toBe(false);
    expect(await page.getByRole("button", { name: "Dark colours" }).isVisible()).toBe(false);
    await page.locator("summary[aria-label='Below Reference']").click();
    expect(await menu(page).getByRole("link", { name: "Records" }).isVisible()).toBe(true);
    const pixel = await page.screenshot({ clip: { x: 700, y: 850, width: 1, height: 1 } });
    const light = await (
      await open("guide/errors.html", { colorScheme: "light", javaScriptEnabled: false })
    ).page.screenshot({ clip: { x: 700, y: 850, width: 1, height: 1 } });
    expect(pixel.equals(light)).toBe(false);
  });
});

describe("axe finds no barrier", () => {
  const wide = VIEWS.slice(0, 2).flatMap((view) => PAGES.map((path) => ({ ...view, path })));
  const narrow = VIEWS.slice(2).map((view) => ({ ...view, path: "guide/errors.html" }));
  test.each([...wide, ...narrow])("$path, $view", async ({ options, path }) => {
    const { page } = await open(path, options);
    expect(await barriers(page, options.colorScheme === "dark")).toEqual([]);
  });

  test.each(VIEWS.slice(1))("in the search, $view", async ({ options }) => {
    const { page } = await open("index.html", options);
    await page.keyboard.press("/");
    await page.keyboard.type("backoff");
    await page.getByRole("option").first().waitFor();
    expect(await barriers(page, options.colorScheme === "dark")).toEqual([]);
  });

  test("in the navigation over a page", async () => {
    const { page } = await open("guide/errors.html", PHONE);
    await page.getByRole("button", { name: "Pages" }).click();
    expect(await barriers(page)).toEqual([]);
  });
});

describe("on a phone", () => {
  test.each(PAGES)("%s does not scroll sideways", async (path) => {
    const { page } = await open(path, PHONE);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  });

  test("the search fits", async () => {
    const { page } = await open("index.html", PHONE);
    await page.getByRole("button", { name: "Search" }).click();
    await page.keyboard.type("session");
    await page.getByRole("option").first().waitFor();
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360);
  });

  test.each([{}, { javaScriptEnabled: false }])(
    "the navigation opens over the page and closes: %j",
    async (more) => {
      const { page } = await open("guide/errors.html", { ...PHONE, ...more });
      expect(await menu(page).isVisible()).toBe(false);
      await page.getByRole("button", { name: "Pages" }).click();
      expect(await menu(page).isVisible()).toBe(true);
      await page.keyboard.press("Escape");
      expect(await menu(page).isVisible()).toBe(false);
    },
  );
});

describe("the navigation", () => {
  test("is beside the page where there is room, but for a page that takes it all", async () => {
    const { page, at } = await open("guide/errors.html");
    expect(await menu(page).isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Pages" }).isVisible()).toBe(false);
    await page.goto(at("reference.html"));
    expect(await menu(page).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Pages" }).click();
    expect(await menu(page).isVisible()).toBe(true);
  });

  test("marks the part of a page that the address names, and closes when it is followed", async () => {
    const { page } = await open("reference.html#/records/putrecord/responses&c=201");
    await page.getByRole("button", { name: "Pages" }).click();
    const marked = () => menu(page).locator("[aria-current]").allInnerTexts();
    await expect.poll(marked).toEqual(["Create or replace\nPUT"]);
    await menu(page).getByRole("link", { name: "Delete" }).click();
    expect(await menu(page).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Pages" }).click();
    await expect.poll(marked).toEqual(["Delete\nDELETE"]);
  });

  test("the heading that is read is marked beside the page", async () => {
    const { page } = await open("guide/errors.html#middle");
    const contents = page.getByRole("navigation", { name: "On this page" });
    const marked = () => contents.locator("[aria-current]").allInnerTexts();
    await expect.poll(marked).toEqual(["Middle"]);
    await page.keyboard.press("End");
    await expect.poll(marked).toEqual(["End"]);
  });
});

test("the first stop of the keyboard leads past everything to the text", async () => {
  const { page } = await open("guide/errors.html");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the text" });
  expect(await skip.evaluate((it) => it.matches(":focus"))).toBe(true);
  // It slides into view.
  await expect.poll(async () => (await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
});

test("a heading that is led to does not lie below the header", async () => {
  const { page } = await open("guide/errors.html#middle");
  const top = () => page.locator("#middle").evaluate((it) => it.getBoundingClientRect().top);
  await expect.poll(top).toBeGreaterThanOrEqual(56);
  expect(await top()).toBeLessThan(200);
});

test("on paper there is the text alone", async () => {
  const { page } = await open("guide/errors.html", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  expect(await menu(page).isVisible()).toBe(false);
  expect(await page.locator("header.site").isVisible()).toBe(false);
  expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
  expect(await ground(page)).toBe(WHITE);
});
