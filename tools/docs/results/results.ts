import type { Report } from "../../../conformance/report/model.ts";
import type { Part } from "../page.ts";

/** A report laid over the document. */
export async function results(_report: Report): Promise<Part> {
  return { nav: [], pages: [], assets: [], entries: [] };
}
