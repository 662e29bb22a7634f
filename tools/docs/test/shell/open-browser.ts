import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startBrowser } from "../../../../conformance/test/support/browser/chromium.ts";
import { type Watched, watch } from "../../../../conformance/test/support/browser/watched.ts";
import { writeSite } from "../../build-site.ts";
import type { Asset } from "../../site-model.ts";
import { type Folder, serveFolder } from "../folder-server.ts";

/** How the files are reached. */
export type Way = "disk" | "http";

export interface Opened extends Watched {
  /** URL of a path of the site. */
  at: (path: string) => string;
}

export type Open = (path: string, options?: BrowserContextOptions & { way?: Way }) => Promise<Opened>;

/**
 * Has a browser and a site, on disk and over HTTP, for the tests of a file.
 * @returns opens one of its pages, with nothing kept of another test
 */
export function withSite(make: () => Promise<readonly Asset[]>): Open {
  const folder = mkdtempSync(join(tmpdir(), "sync2-docs-"));
  let browser: Browser | undefined;
  let server: Folder | undefined;
  beforeAll(async () => {
    await writeSite(await make(), folder);
    server = await serveFolder(folder);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // A page that nobody looks at any more would go on beside those of other tests.
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  return async (path, { way = "disk", ...options } = {}) => {
    if (browser === undefined || server === undefined) throw new Error("no browser");
    const root = way === "disk" ? `${pathToFileURL(folder).href}/` : server.url;
    const at = (to: string) => `${root}${to}`;
    return { ...(await watch(browser, at(path), options, root)), at };
  };
}
