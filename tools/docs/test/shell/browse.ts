import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe, { type AxeResults } from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startBrowser } from "../../../../conformance/test/browser/chromium.ts";
import { writeSite } from "../../build.ts";
import type { Asset } from "../../page.ts";

/** How the files are reached. */
export type Way = "disk" | "http";

/** A page that was opened, and what it did besides. */
export interface Opened {
  page: Page;
  context: BrowserContext;
  /** URLs that it asked for, below the root of the site, or whole where they are outside of it. */
  requests: string[];
  /** Errors and warnings of its console, and errors that nobody caught. */
  complaints: string[];
  /** URL of a path of the site. */
  at: (path: string) => string;
}

export type Open = (path: string, options?: BrowserContextOptions & { way?: Way }) => Promise<Opened>;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

function serve(folder: string): Promise<Server> {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://site");
    const content = await readFile(join(folder, pathname)).catch(() => null);
    response.writeHead(content === null ? 404 : 200, {
      "Content-Type": TYPES[extname(pathname)] ?? "text/plain",
    });
    response.end(content);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/**
 * Has a browser and a site, on disk and over HTTP, for the tests of a file.
 * @returns opens one of its pages, with nothing kept of another test
 */
export function withSite(make: () => Promise<readonly Asset[]>): Open {
  const folder = mkdtempSync(join(tmpdir(), "sync2-docs-"));
  let browser: Browser | undefined;
  let server: Server | undefined;
  beforeAll(async () => {
    await writeSite(await make(), folder);
    server = await serve(folder);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // A page that nobody looks at any more would go on beside those of other tests.
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  return async (path, { way = "disk", ...options } = {}) => {
    if (browser === undefined || server === undefined) throw new Error("no browser");
    const { port } = server.address() as AddressInfo;
    const root = way === "disk" ? `${pathToFileURL(folder).href}/` : `http://127.0.0.1:${port}/`;
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url().replace(root, "")));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    const at = (to: string) => `${root}${to}`;
    await page.goto(at(path));
    return { page, context, requests, complaints, at };
  };
}

/** `rule: element` for each barrier that axe finds. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
