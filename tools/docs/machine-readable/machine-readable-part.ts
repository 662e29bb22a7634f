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
 * What programs read beside the pages: the document, schemas, rules, recipes, and lists of the pages.
 * @param parts the other parts of the site
 * @param version of the package
 * @param base URL under which the site will stand, ending in `/`; without one there is neither `sitemap.xml` nor
 *   `404.html`, which need whole URLs
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
  const what = `${summary} ${description.split("\n\n")[0]}`;
  const lists = [llmsTxt(all, what, base), ...(base === undefined ? [] : [sitemap(all, base)])];
  // GitHub Pages would leave out what its own generator does not like.
  return { ...own, assets: [...files, ...lists, { path: ".nojekyll", content: "" }] };
}
