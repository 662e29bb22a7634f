/** Starts Chromium for the tests of pages. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** The first draws no window around the page, which takes half of the time. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of this machine: CHROMIUM_PATH, or the first of its usual names in PATH.
 * @throws Error that says what to install
 */
function findChromium(): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const given = process.env.CHROMIUM_PATH;
  const places = given ? [given] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  const why = given ? `CHROMIUM_PATH is no program: ${given}.` : `None of ${NAMES.join(", ")} is in PATH.`;
  throw new Error(
    `These tests need a browser. ${why} Install one ("apt-get install chromium-headless-shell"), or set CHROMIUM_PATH to its program.`,
  );
}

/** Starts the browser; the caller closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ["--disable-gpu"] });
}
