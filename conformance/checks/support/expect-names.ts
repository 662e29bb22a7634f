/** Checks which names of records and collections a server accepts. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { FORMS } from "../axes/axes.ts";
import { requestOf } from "../axes/requests.ts";
import { expectEqual, expectStatus, expectSuccess } from "./expect.ts";
import { itemsOf } from "./listing-under-test.ts";
import { isOf, prepare, send, sendValid, versioned } from "./sample-requests.ts";
import type { SessionCheckContext } from "./with-sessions.ts";

/** Names that a careless server finds on every object, or reads as other values than texts. */
export const ORDINARY_NAMES = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty"],
  ...["null", "true", "0", "007", "1e3"],
];

/** Names outside the alphabet, as in a raw path; `path.refused` covers control characters. */
const OUTSIDE = [
  "a!b",
  "a.b",
  "a~b",
  "a%20b",
  "%C3%A9",
  "a:b",
  "%7B%7D",
  "a,b",
  "a%25b",
  "a=",
  "a;b",
  "a+",
  "a%20",
];

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
    // Only a PUT distinguishes an invalid name from a missing record.
    for (const name of [tooLong, ...(sample.method === "PUT" ? OUTSIDE : OUTSIDE.slice(0, 2))]) {
      const path = [pathOf(name), ...segments.slice(depth)].join("/");
      expectStatus(await send(account, { ...sample, path }), 404);
    }
  }
}

/** A name must be accepted in a path, a body, each parameter and the scope of a session. */
export async function expectNamed(
  context: SessionCheckContext,
  collection: string,
  id: string,
): Promise<void> {
  const { account, partition, begin } = context;
  const [P, C] = [`/${partition}`, `/${partition}/${collection}`] as const;
  const write = async () => {
    for (const form of FORMS) {
      const fields = { payload: form };
      const { method, path, body } = requestOf(partition, form, [{ collection, id, fields }]);
      const written = expectSuccess(await account.send(method, path, body));
      const record = expectStatus(await account.get(`${C}/${id}`), 200);
      expectEqual(written, "the payload", record.json?.payload, form);
    }
  };
  await write();
  for (const [path, query, item] of [
    [C, { ids: id }, id],
    [P, { ids: `${collection}/${id}` }, `${collection}/${id}`],
    [P, { collections: collection }, `${collection}/${id}`],
  ] as const) {
    const listed = expectStatus(await account.get(path as "/{partition}", { query }), 200);
    expectEqual(listed, "items", itemsOf(listed), [item]);
  }
  for (const kept of [`${partition}/${collection}/${id}`, `${partition}/${collection}`]) {
    expectSuccess(await account.delete("/", { query: { keep: kept } }));
    expectStatus(await account.get(`${C}/${id}`), 200);
  }
  const session = await begin({
    scope: [`${partition}/${collection}`, ...PARTITIONS.filter((one) => one !== partition)],
  });
  expectSuccess(await session.request("DELETE", `${C}?ids=${id}`));
  expectSuccess(await session.commit());
  expectStatus(await account.get(`${C}/${id}`), 404);
  await write();
  expectSuccess(await account.delete(C, { query: { ids: id } }));
  expectStatus(await account.get(`${C}/${id}`), 404);
  expectSuccess(await account.delete(P, { query: { collections: collection } }));
  expectStatus(await account.get(C), 404);
}
