import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { control, present } from "./expect.ts";

/** More pages than any listing of a check can have. */
const MOST_PAGES = 100;

/**
 * Reads a listing page by page.
 * @param between runs after each page but the last, and is given its items
 * @param judge is given each page that a token asks for: `expectStatus` where a refused token breaks the rule
 * @returns the items of each page; of pages that never end the first hundred
 * @throws Broken when a page is not answered 200
 */
export async function pages(
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
