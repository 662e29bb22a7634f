import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { expectStatus } from "./expect.ts";
import { isOf, prepare, send, sendValid, versioned } from "./samples.ts";

/** Names that a careless server finds on every object, or takes for values that are no texts. */
export const ORDINARY_NAMES = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty"],
  ...["null", "true", "0", "007", "1e3"],
];

/** Names outside the alphabet, as they stand in a raw path; of control characters see `path.refused`. */
const OUTSIDE = ["a!b", "a.b", "a~b", "a%20b", "%C3%A9", "a:b", "%7B%7D", "a,b", "a%25b", "a="];

/**
 * Every operation that has such a path must be answered 404 for a name outside the alphabet or too long, while its
 * valid twin succeeds.
 * @param pathOf the path that a name takes, e.g. `/storage/${name}`
 */
export async function expectNamesMissing(
  account: Account,
  partition: Partition,
  pathOf: (name: string) => string,
  tooLong: string,
) {
  await prepare(account, partition);
  const depth = pathOf("x").split("/").length;
  for (const sample of versioned(partition)) {
    const segments = sample.path.split("/");
    if (!isOf(partition)(sample) || segments.length < depth) continue;
    if (sample.method !== "DELETE") await sendValid(account, sample);
    // Only a PUT tells a name that may not be from one that is merely missing.
    for (const name of [tooLong, ...(sample.method === "PUT" ? OUTSIDE : OUTSIDE.slice(0, 2))]) {
      const path = [pathOf(name), ...segments.slice(depth)].join("/");
      expectStatus(await send(account, { ...sample, path }), 404);
    }
  }
}
