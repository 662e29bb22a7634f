import openapi from "../../../generated/openapi.json" with { type: "json" };
import type { Asset, Part } from "../page.ts";
import { documentFiles } from "./document.ts";
import { indexPage, PATH } from "./index-page.ts";
import { llmsTxt } from "./llms.ts";
import { notFound } from "./not-found.ts";
import { recipeFiles } from "./recipes.ts";
import { rulesFile } from "./rules-file.ts";
import { schemaFiles } from "./schemas.ts";
import { sitemap } from "./sitemap.ts";

/**
 * What programs read beside the pages: the document, schemas, rules, recipes, and lists of the pages.
 * @param parts the other parts of the site
 * @param version of the package
 * @param base URL under which the site will stand, ending in `/`; without one there is neither `sitemap.xml` nor
 *   `404.html`, which need whole URLs
 */
export async function machineReadable(parts: readonly Part[], version: string, base?: URL): Promise<Part> {
  const { version: document, summary, description } = openapi.info;
  const files: Asset[] = [
    ...documentFiles(),
    ...(await schemaFiles()),
    rulesFile({ version, document }),
    ...(await recipeFiles()),
  ];
  const own: Part = {
    nav: [{ title: "For programs", href: PATH }],
    pages: [indexPage(files, base !== undefined), ...(base === undefined ? [] : [notFound(base)])],
    assets: [],
    entries: [],
  };
  const all = [...parts, own];
  const what = `${summary} ${description.split("\n\n")[0]}`;
  const lists = [llmsTxt(all, what, base), ...(base === undefined ? [] : [sitemap(all, base)])];
  // GitHub Pages would leave out what its own generator does not like.
  return { ...own, assets: [...files, ...lists, { path: ".nojekyll", content: "" }] };
}
