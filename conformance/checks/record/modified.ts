/** Checks that `modified` is the second in which a record was last stored, for each form of a write. */
import type { Account } from "../../exchange/account.ts";
import { type CheckContext, type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import { ABSENT, writesOf } from "../axes/axes.ts";
import { Bench } from "../axes/bench.ts";
import { describeCase } from "../axes/case.ts";
import { control, expectEqual, expectThat, present } from "../support/expect.ts";
import { read, sleep } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** Seconds between two writes, so that they are never in one second. */
const APART = 1.1;

async function clockOf(account: Account): Promise<number> {
  const answer = control(await account.get("/info/collections"), 200);
  return present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
}

export const recordModified = {
  "record.modified.time": needs(
    { waits: true },
    withSessions(async (context) => {
      await expectOfEach(context);
      control(await context.account.delete(`/${context.partition}`), 204);
      await expectOfForms(context);
    }),
  ),
} satisfies Partial<ChecksOf<"record">>;

/** Of each field alone, in the record and in a listing. */
async function expectOfEach({ account, partition }: CheckContext): Promise<void> {
  const C = `/${partition}/c` as const;
  const R = (id: string) => `${C}/${id}` as const;
  const element = (id: string) => ({ collection: "c", id });
  const names = ["kept", "put", "payload", "sortindex", "ttl", "nothing", "list", "across"];
  const start = await clockOf(account);
  control(await account.put(R("kept"), { payload: "x" }), 201);
  control(
    await account.post(
      C,
      names.slice(1).map((id) => ({ id, payload: "x" })),
    ),
    200,
  );
  const first = { from: start, to: await clockOf(account) };
  for (const name of names) await read(account, R(name));
  await sleep(APART);
  const again = await clockOf(account);
  if (again <= first.to) throw new Inconclusive("X-Weave-Timestamp does not go on");
  control(await account.put(R("put"), { payload: "y" }), 204);
  control(await account.post(R("payload"), { payload: "y" }), 204);
  control(await account.post(R("sortindex"), { sortindex: 1 }), 204);
  control(await account.post(R("ttl"), { ttl: 100_000 }), 204);
  control(await account.post(R("nothing"), {}), 204);
  control(await account.post(C, [{ id: "list", ttl: 100_000 }]), 200);
  control(await account.post(`/${partition}`, [element("across")]), 200);
  const second = { from: again, to: await clockOf(account) };
  const listing = control(await account.get(C, { query: { full: "" } }), 200);
  const shown = new Map(recordsOf(listing).map((record) => [record.id, record.modified]));
  for (const name of names) {
    const { from, to } = name === "kept" ? first : second;
    const answer = control(await account.get(R(name)), 200);
    const modified = present("modified", answer.json?.modified);
    const right = modified >= from && modified <= to;
    expectThat(answer, right, `modified of ${name} to be from ${from} to ${to}`, modified);
    expectEqual(listing, `modified of ${name}`, shown.get(name), modified);
  }
}

/** Of every form of a write, at once and committed. */
async function expectOfForms(context: SessionCheckContext): Promise<void> {
  const { account, partition } = context;
  const writes = writesOf({
    target: ["there", "missing"],
    payload: [ABSENT, "ordinary"],
    sortindex: [ABSENT, "ordinary"],
    ttl: [ABSENT, "null", "ordinary"],
  });
  const bench = await Bench.prepare(context, writes, { pause: APART });
  const before = await read(account, `/${partition}/c/stays`);
  const from = await clockOf(account);
  await bench.write();
  const to = await clockOf(account);
  await bench.each((one, stored, listing) => {
    const { modified = 0 } = stored ?? {};
    const right = modified >= from && modified <= to;
    expectThat(listing, right, `modified of ${describeCase(one)} to be from ${from} to ${to}`, modified);
  });
  const after = control(await account.get(`/${partition}/c/stays`), 200);
  expectEqual(after, "modified of what nobody wrote", after.json?.modified, before.modified);
}
