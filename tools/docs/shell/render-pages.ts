// Renders the pages of the site.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import openapi from "../../../generated/openapi.json" with { type: "json" };
import type { Asset, Part } from "../site-model.ts";
import { bundleScript, bundleStyle } from "./bundle-asset.ts";
import { framePage } from "./page-frame.ts";
import { allEntries, indexScript } from "./search/search-index.ts";

const inThisFolder = (file: string) => join(import.meta.dirname, file);

/** Makes the HTML document of each page, and the files that all pages use. */
export async function renderPages(parts: readonly Part[], version: string): Promise<Asset[]> {
  const frame = { nav: parts.flatMap(({ nav }) => nav), version, document: openapi.info.version };
  const pages = parts.flatMap((part) => part.pages);
  const rendered = await Promise.all(
    pages.map(async (page): Promise<Asset> => ({ path: page.path, content: await framePage(page, frame) })),
  );
  return [...rendered, ...(await sharedFiles(parts))];
}

/** Makes the files that every page uses. */
async function sharedFiles(parts: readonly Part[]): Promise<Asset[]> {
  return [
    { path: "assets/site.css", content: await bundleStyle(inThisFolder("theme/site.css")) },
    { path: "assets/site.js", content: await bundleScript(inThisFolder("client/site.ts")) },
    { path: "assets/mode.js", content: await bundleScript(inThisFolder("client/mode.ts")) },
    { path: "assets/icon.svg", content: await readFile(inThisFolder("theme/icon.svg"), "utf8") },
    { path: "assets/search-index.js", content: indexScript(allEntries(parts)) },
  ];
}
