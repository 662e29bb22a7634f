/** Reads all contents of an account, to compare them before and after a request. */
import { isDeepStrictEqual } from "node:util";
import { PARTITIONS } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, expectEqual, present, versionOf } from "./expect.ts";

const VIEWS = [
  "/info/collections",
  "/info/collection_counts",
  "/info/collection_usage",
  "/info/quota",
] as const;

/** All contents that a reader sees, by name. */
export type Contents = Record<string, unknown>;

/** A reader: an account, or a session of it. */
interface Reader {
  get(path: string, options?: Options): Promise<Answer>;
}

/**
 * Reads all contents of an account. It sorts listings, since the server chooses their order.
 * @throws Broken if something cannot be read
 */
export async function contentsOf(reader: Reader): Promise<Contents> {
  const contents: Contents = {};
  for (const partition of PARTITIONS) {
    const answer = control(await reader.get(`/${partition}`, { query: { full: "" } }), 200);
    const { items } = Object(answer.json) as { items?: { [name: string]: unknown }[] };
    const nameOf = ({ collection, id }: { [name: string]: unknown }) => `${collection}/${id}`;
    contents[`the records of /${partition}`] = present("items", items).toSorted((a, b) =>
      nameOf(a) < nameOf(b) ? -1 : 1,
    );
    contents[`the version of /${partition}`] = versionOf(answer);
  }
  for (const view of VIEWS) {
    const answer = control(await reader.get(view), 200);
    contents[view] = present(`the body of ${view}`, answer.json);
    contents[`the version of ${view}`] = versionOf(answer);
  }
  return contents;
}

/**
 * The rule requires that the contents of an account are unchanged.
 * @param answer the answer to the request that might have changed them
 * @throws Violated
 */
export function expectSame(answer: Answer, after: Contents, before: Contents): void {
  for (const [what, value] of Object.entries(before)) expectEqual(answer, what, after[what], value);
}

/**
 * The positive control of `expectSame`.
 * @throws Broken if the contents are unchanged
 */
export function controlChanged(answer: Answer, after: Contents, before: Contents): void {
  if (isDeepStrictEqual(after, before)) {
    throw new Broken(`set-up: ${answer.asked} should change what the account holds`);
  }
}
