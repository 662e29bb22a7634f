import type { Report } from "../../../conformance/report/model.ts";
import type { Part } from "../page.ts";

/** The catalogue of rules, and a page for each. */
export async function ruleCatalogue(_report: Report): Promise<Part> {
  return { nav: [], pages: [], assets: [], entries: [] };
}
