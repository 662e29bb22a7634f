/** Reads a listing page by page. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { control, present } from "./expect.ts";

/** More pages than any listing of a check can have. */
const MOST_PAGES = 100;

/**
 * Reads a listing page by page.
 * @param between runs after each page except the last, with its items
 * @param judge judges each further page: `expectStatus` if a refused token violates the rule
 * @returns the items of each page, of at most a hundred pages
 * @throws Broken if a page is not answered 200
 */
export async function readPages(
  account: Account,
  path: `/${Partition}${string}`,
  query: Record<string, string | number>,
  between?: (page: number, items: string[]) => Promise<void>,
  judge: <A extends Answer>(answer: A, status: number) => A = control,
): Promise<string[][]> {
  const all: string[][] = [];
  let offset: string | undefined;
  do {
    const asked = { query: offset ? { ...query, offset } : query };
    const page = await account.get(path as "/{partition}/{collection}", asked);
    const answer = offset ? judge(page, 200) : control(page, 200);
    const items = present("items", answer.json?.items) as string[];
    all.push(items);
    offset = answer.header("X-Weave-Next-Offset");
    if (offset) await between?.(all.length, items);
  } while (offset && all.length < MOST_PAGES);
  return all;
}
