/** Fills two accounts with the same names, and checks that neither shows what the other holds. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { expectEqual, expectThat, versionOf } from "./expect.ts";
import { seed, sleep } from "./fixtures.ts";
import type { Sample } from "./sample-requests.ts";

/** One of two accounts that have the same names for different things. */
export interface AccountSide {
  account: Account;
  /** In each payload, and the name of what the other account does not have. */
  mark: string;
  /** The records of the collection that both have. */
  ids: string[];
}

export function sidesOf(account: Account, other: Account): [AccountSide, AccountSide] {
  return [
    { account, mark: "first-account", ids: ["a", "b"] },
    { account: other, mark: "the-second-account", ids: ["a", "b", "c"] },
  ];
}

/** Makes the same number of writes in every account, so that two accounts may have the same versions. */
export async function fillSide({ account, mark, ids }: AccountSide, partition: Partition): Promise<void> {
  await seed(
    account,
    `/${partition}/sample`,
    ids.map((id) => ({ id, payload: mark })),
  );
  await seed(account, `/${partition}/${mark}`, [{ id: mark, payload: mark }]);
}

/** A read, and the content that it must show. */
interface ComparedRead {
  path: string;
  query?: Options["query"];
  /** The expected content; null if only the content of the other account must be absent. */
  shown: ((side: AccountSide) => unknown) | null;
}

/** The content of a body without versions, times and the order of a listing. */
function contentOf(answer: Answer): unknown {
  const body = Object(answer.json) as { items?: unknown };
  if (!Array.isArray(body.items)) return answer.json;
  return body.items.map((item) => (typeof item === "string" ? item : item?.payload)).toSorted();
}

function readsOf(partition: Partition): ComparedRead[] {
  const collection = `/${partition}/sample`;
  const payloads = ({ ids, mark }: AccountSide) => ids.map(() => mark);
  const all = (side: AccountSide) => [...payloads(side), side.mark];
  const sums = (value: (side: AccountSide, count: number) => number) => (side: AccountSide) => ({
    [`${partition}/sample`]: value(side, side.ids.length),
    [`${partition}/${side.mark}`]: value(side, 1),
  });
  return [
    { path: collection, shown: ({ ids }) => ids },
    { path: collection, query: "full", shown: payloads },
    { path: collection, query: "full&newer=0&sort=newest", shown: payloads },
    { path: collection, query: "full&ids=a,b,c", shown: payloads },
    { path: `/${partition}`, query: "full", shown: all },
    { path: `/${partition}`, query: "full&collections=sample", shown: payloads },
    { path: "/info/collection_counts", shown: sums((_, count) => count) },
    { path: "/info/collection_usage", shown: sums(({ mark }, count) => count * mark.length) },
    { path: "/info/collections", shown: null },
    { path: `${collection}/a`, shown: null },
    { path: `${collection}/c`, shown: null },
  ];
}

/** The rule requires that each of two accounts shows only its own content. Reads of both alternate. */
export async function expectApart(sides: [AccountSide, AccountSide], partition: Partition): Promise<void> {
  const marks = sides.map(({ mark }) => mark);
  for (const { path, query, shown } of readsOf(partition)) {
    for (const side of sides) {
      const foreign = marks.filter((mark) => mark !== side.mark);
      const options = query === undefined ? {} : { query };
      const answer = await side.account.get(path, options);
      const text = `${answer.text} ${JSON.stringify(answer.headers)}`;
      const clean = !foreign.some((mark) => text.includes(mark));
      expectThat(answer, clean, "nothing of the other account", answer.json);
      if (path.endsWith("/c")) expectEqual(answer, "the status", answer.status, side.ids[2] ? 200 : 404);
      if (shown) expectEqual(answer, "what the account holds", contentOf(answer), shown(side));
      if (!answer.ok) continue;
      const version = versionOf(answer);
      const same = await side.account.get(path, { ...options, ifModified: version });
      expectEqual(same, "the status, nothing having changed,", same.status, 304);
    }
  }
}

/** Deletions that name what they delete, in addition to the samples. */
export function exclusiveWrites(partition: Partition): Sample[] {
  const sample = (operation: Sample["operation"], path: string): Sample => {
    return { operation, method: "DELETE", path, body: null, success: [204] };
  };
  return [
    sample("deleteCollection", `/${partition}/sample?ids=a,b`),
    sample("deletePartition", `/${partition}?collections=sample`),
    sample("deleteAccount", `/?keep=${partition}/elsewhere`),
  ];
}

/** Sends a request that no session may refuse, without waiting for one. After a 429 it sends it once more. */
export async function sendWithoutWaiting<A extends Answer>(
  send: (options: Options) => Promise<A>,
): Promise<A> {
  const answer = await send({ patient: false });
  if (answer.status !== 429) return answer;
  await sleep(Math.min(answer.integer("Retry-After") ?? 1, 2));
  return send({ patient: false });
}

/** A PUT of a record of the collection `sample`, or of the one beside it. */
export function putSample(partition: Partition, name: string): Sample {
  const path = `/${partition}/${name}`;
  return {
    operation: "putRecord",
    method: "PUT",
    path,
    body: RawBody.json({ payload: "" }),
    success: [201, 204],
  };
}
