import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { renderHtml } from "../../report/html.ts";
import type { Report } from "../../report/model.ts";
import type { Sentences } from "../../report/wire.ts";
import { startBrowser } from "./chromium.ts";

/** A page that was opened, and what it did besides. */
export interface Opened {
  page: Page;
  /** URLs that it asked for, its own among them. */
  requests: string[];
  /** Errors and warnings of its console, and errors that nobody caught. */
  complaints: string[];
  /** URL of the file, without a fragment. */
  url: string;
}

export type Open = (
  report: Report,
  options?: BrowserContextOptions & { fragment?: string; docs?: string | null },
) => Promise<Opened>;

/**
 * Has a browser for the tests of a file.
 * @returns opens a report as whoever opens the file would see it
 */
export function withBrowser(sentences: Sentences): Open {
  const folder = mkdtempSync(join(tmpdir(), "sync2-browser-"));
  let browser: Browser | undefined;
  let number = 0;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (report, { fragment = "", docs = null, ...options } = {}) => {
    if (browser === undefined) throw new Error("no browser");
    number += 1;
    const file = join(folder, `${number}.html`);
    writeFileSync(file, renderHtml(report, sentences, { docs }));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    const url = pathToFileURL(file).href;
    await page.goto(`${url}${fragment}`);
    return { page, requests, complaints, url };
  };
}
