/** Checks what a commit stores, and what it deletes. */
import { PARTITIONS } from "../../contract/document.ts";
import { FORMS } from "../axes/axes.ts";
import { requestOf } from "../axes/requests.ts";
import { control, expectEqual, expectStatus } from "./expect.ts";
import { expectMissing, GONE, STAYS } from "./expect-missing.ts";
import { seed } from "./fixtures.ts";
import { recordsOf } from "./listing-under-test.ts";
import type { SessionCheckContext } from "./with-sessions.ts";

/** The forms that write one record each. */
const SINGLE: readonly string[] = ["put", "post"];

/** One commit must store records of the same ids in several collections and in both partitions, in each form. */
export async function expectSameIdsStored({ account, begin }: SessionCheckContext): Promise<void> {
  const session = await begin({ scope: [...PARTITIONS] });
  const names: string[] = [];
  for (const [index, form] of FORMS.entries()) {
    for (const partition of PARTITIONS) {
      const ids = SINGLE.includes(form) ? ["a"] : ["a", "b"];
      const records = [`one${index}`, `two${index}`].map((collection) =>
        ids.map((id) => ({ collection, id, fields: { payload: `${partition}/${collection}/${id}` } })),
      );
      names.push(...records.flat().map(({ fields }) => fields.payload));
      for (const some of form.startsWith("partition") ? [records.flat()] : records) {
        const { method, path, body } = requestOf(partition, form, some);
        expectStatus(await session.request(method, path, body), 202);
      }
    }
  }
  const committed = expectStatus(await session.commit(), 200);
  const stored: string[] = [];
  for (const partition of PARTITIONS) {
    const listing = control(await account.get(`/${partition}`, { query: { full: "" } }), 200);
    for (const { collection = "", id, payload } of recordsOf(listing)) {
      if (!/^(?:one|two)\d$/.test(collection)) continue;
      stored.push(`${partition}/${collection}/${id}`);
      expectEqual(listing, "the payload", payload, stored.at(-1));
    }
  }
  const lost = names.filter((name) => !stored.includes(name));
  expectEqual(committed, "the records that were staged and not stored", lost, []);
}

/** Records that a commit has deleted, by name or by `ids`, must be missing for every request. */
export async function expectDeletedMissing(context: SessionCheckContext): Promise<void> {
  const { account, partition, begin } = context;
  const collection = `/${partition}/c` as const;
  const all = [STAYS, ...GONE].map((id) => ({ id, payload: "x" }));
  const seen = await seed(account, collection, all);
  const session = await begin();
  const single = GONE.filter((_, index) => index % 4 === 0);
  for (const id of single) await session.stage("DELETE", `${collection}/${id}`);
  await session.stage("DELETE", `${collection}?ids=${GONE.filter((id) => !single.includes(id)).join(",")}`);
  expectStatus(await session.commit(), 200);
  await expectMissing(
    context,
    GONE.map((id) => ({ id, seen })),
  );
}
