import type { Part } from "../page.ts";

/** The guide. */
export async function guide(): Promise<Part> {
  return { nav: [], pages: [], assets: [], entries: [] };
}
