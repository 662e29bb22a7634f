import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { Report } from "../../../conformance/results/report-model.ts";
import { renderJson } from "../../../conformance/results/write-report.ts";
import { broke, passed, reportOf, seen } from "../../../conformance/test/report/document-sample.ts";
import { startBrowser } from "../../../conformance/test/support/browser/chromium.ts";
import { watch } from "../../../conformance/test/support/browser/watched.ts";
import { HOSTILE, result } from "../../../conformance/test/support/sample-report.ts";
import { writeSite } from "../build-site.ts";
import { resultsPart } from "../results/results-part.ts";
import { renderPages } from "../shell/render-pages.ts";
import { type Folder, serveFolder } from "./folder-server.ts";

export const STORE = "header.store.present";

/** The example: everything passed. */
const example = reportOf([passed("record.head", [seen("record.head#1", "headRecord", 200)])]);

/** A server that leaves a header field off, and that sends what would be markup. */
export const failing: Report = reportOf(
  [
    broke(STORE, seen("a#1", "getInfoQuota", 200, { breaks: [STORE] })),
    broke("accept.weights", null),
    passed("info.quota.usage", [
      seen("b#1", "getInfoQuota", 200),
      seen("b#2", "getInfoQuota", 304),
      seen("b#3", "getInfoQuota", 500),
      seen("b#4", "teleportRecord", 200),
    ]),
    result("record.head", "untested", { reason: HOSTILE.markup }),
    result("record.teleport", "broken", { reason: `${HOSTILE.markup}${HOSTILE.terminal}` }),
  ],
  {
    target: { endpoint: `http://127.0.0.1/${HOSTILE.markup}`, accounts: HOSTILE.markup },
    suite: { name: HOSTILE.markup, version: "9.9.9", document: "9.9.9-<b>" },
    verdict: "fail",
  },
);

/** Files beside the page. */
const FILES = [
  ["report.json", renderJson(failing)],
  ["cut.json", renderJson(failing).slice(0, -100)],
  ["junit.xml", "<testsuites/>"],
] as const;

let folder: string;
let browser: Browser;
let server: Folder;

/** Builds the page, and has a browser and a server for the tests of a file. */
export function withResults(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sync2-results-"));
    const part = await resultsPart(example);
    await writeSite([...part.assets, ...(await renderPages([part], "0.1.0"))], folder);
    for (const [name, content] of FILES) writeFileSync(join(folder, name), content);
    browser = await startBrowser();
    server = await serveFolder(folder);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });
}

/** Of URLs those that are not of the site, from disk or over HTTP. */
export function outside(urls: readonly string[]): string[] {
  return urls.filter((url) => !url.startsWith(pathToFileURL(folder).href) && !url.startsWith(server.url));
}

export const fromDisk = (fragment = "", options: BrowserContextOptions = {}) =>
  watch(browser, `${pathToFileURL(join(folder, "results.html")).href}${fragment}`, options);
export const overHttp = (fragment = "") => watch(browser, `${server.url}results.html${fragment}`);

export const shows = (page: Page, what: "example" | "report") =>
  expect.poll(() => page.locator("#report").getAttribute("data-shows")).toBe(what);
export const said = (page: Page) => page.locator("#said").innerText();
export const verdict = (page: Page) => page.locator("#report .verdict .word").innerText();
export const choose = (page: Page, name: string) => page.setInputFiles("#report-file", join(folder, name));
export const quota = (page: Page) => page.locator("details.endpoint", { hasText: /^GET \/info\/quota/ });

/** Has the failing report shown. */
export async function shown(page: Page): Promise<Page> {
  await shows(page, "example");
  await choose(page, "report.json");
  await shows(page, "report");
  return page;
}

/** Drops files on an element, as a file manager would. */
export async function drop(
  page: Page,
  target: string,
  files: readonly (readonly [string, string])[],
): Promise<void> {
  const data = await page.evaluateHandle(`(() => {
    const data = new DataTransfer();
    for (const [name, content] of ${JSON.stringify(files)}) data.items.add(new File([content], name));
    return data;
  })()`);
  for (const event of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent(target, event, { dataTransfer: data });
}
