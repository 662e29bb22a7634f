/** Opens the HTML page of a report in the browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { renderHtml } from "../../../report/render-html.ts";
import type { RuleSentences } from "../../../results/format-exchange.ts";
import type { Report } from "../../../results/report-model.ts";
import { startBrowser } from "./chromium.ts";
import { type Watched, watch } from "./watched.ts";

export interface Opened extends Watched {
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
export function withBrowser(sentences: RuleSentences): Open {
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
    const url = pathToFileURL(file).href;
    return { ...(await watch(browser, `${url}${fragment}`, options)), url };
  };
}
