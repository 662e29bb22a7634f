import type { Part } from "../page.ts";

/** The reference. */
export async function reference(): Promise<Part> {
  return { nav: [], pages: [], assets: [], entries: [] };
}
