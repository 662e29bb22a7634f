/** Opens a page in the views of the tests, and notes what it requests and logs. */
import axe, { type AxeResults } from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

export const PHONE = { viewport: { width: 360, height: 780 } };
const DESK = { viewport: { width: 1280, height: 900 } };

/** How a page may be looked at. */
export const VIEWS = [
  { view: "light", options: { colorScheme: "light", ...DESK } },
  { view: "dark", options: { colorScheme: "dark", ...DESK } },
  { view: "phone", options: { colorScheme: "light", ...PHONE } },
] as const;

/** A page that was opened, and what it did besides. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  /** URLs that it asked for, its own among them. */
  requests: string[];
  /** Errors and warnings of its console, and errors that nobody caught. */
  complaints: string[];
}

/**
 * Opens a page with nothing kept of another.
 * @param root is left off URLs that it asked for
 */
export async function watch(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  root = "",
): Promise<Watched> {
  const context = await browser.newContext({ ...DESK, ...options });
  // What takes longer on a busy machine is no defect of a page.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url().replace(root, "")));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, requests, complaints };
}

/**
 * Looks for barriers by axe. A page in dark colours differs from the same one in light colours by its contrast alone.
 * @returns `rule: element` for each
 */
export async function barriers(page: Page, dark = false): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = dark ? { runOnly: ["color-contrast"] } : {};
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
