import type { Part } from "../page.ts";

/** What programs read beside the pages: the document, schemas, rules, recipes, and lists of the pages. */
export async function neighbours(_parts: readonly Part[], _version: string): Promise<Part> {
  return { nav: [], pages: [], assets: [], entries: [] };
}
