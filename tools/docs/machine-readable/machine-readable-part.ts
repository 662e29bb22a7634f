// Makes the part of the site for programs.
import openapi from "../../../generated/openapi.json" with { type: "json" };
import type { Asset, Part } from "../site-model.ts";
import { arazzoFiles } from "./arazzo-files.ts";
import { forProgramsPage, PATH } from "./for-programs-page.ts";
import { llmsTxt } from "./llms-txt.ts";
import { notFoundPage } from "./not-found-page.ts";
import { openapiFiles } from "./openapi-files.ts";
import { rulesJson } from "./rules-json.ts";
import { schemaFiles } from "./schema-files.ts";
import { sitemap } from "./sitemap.ts";

/**
 * Makes the part of the site for programs: the document, schemas, rules, recipes, and lists of pages.
 * @param parts the other parts of the site
 * @param version of the package
 * @param base URL of the site, ending in `/`; without it there is no `sitemap.xml` and no `404.html`
 */
export async function machineReadablePart(
  parts: readonly Part[],
  version: string,
  base?: URL,
): Promise<Part> {
  const { version: document, summary, description } = openapi.info;
  const files: Asset[] = [
    ...openapiFiles(),
    ...(await schemaFiles()),
    rulesJson({ version, document }),
    ...(await arazzoFiles()),
  ];
  const own: Part = {
    nav: [{ title: "For programs", href: PATH }],
    pages: [forProgramsPage(files, base !== undefined), ...(base === undefined ? [] : [notFoundPage(base)])],
    assets: [],
    entries: [],
  };
  const all = [...parts, own];
  const introduction = `${summary} ${description.split("\n\n")[0]}`;
  const lists = [llmsTxt(all, introduction, base), ...(base === undefined ? [] : [sitemap(all, base)])];
  // Without this file GitHub Pages would run its own generator, which leaves files out.
  return { ...own, assets: [...files, ...lists, { path: ".nojekyll", content: "" }] };
}
