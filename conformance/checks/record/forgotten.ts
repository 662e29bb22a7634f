/** Checks that a record that is written again after a deletion has nothing of the deleted one. */
import { PARTITIONS, type Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import type { Form } from "../axes/axes.ts";
import { combinations } from "../axes/pairs.ts";
import { requestOf } from "../axes/requests.ts";
import { ended, GRACE, until } from "../support/begun-session.ts";
import { control, expectEqual, expectStatus, expectSuccess, expectThat, present } from "../support/expect.ts";
import { seed, sleep } from "../support/fixtures.ts";
import { recordsOf } from "../support/listing-under-test.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** Seconds that a record lives which is deleted before its time. */
const TTL = 2;
/** Seconds between two writes, so that they are never in one second. */
const APART = 1.1;
const OLD = { payload: "old", sortindex: 5 };

/** The deletions that take some records, and those that take whole partitions. */
const NARROW = ["the record", "ids", "the collection", "collections", "keep"] as const;
const WIDE = ["the partition", "the account"] as const;
/** When the deletion and the writes after it take effect. */
const TURNS = ["at once", "the deletion committed", "both in one commit"] as const;
/** The forms in which records are made again; each stage has one half. */
const HALVES: readonly (readonly Form[])[] = [
  ["put", "list", "partition lines"],
  ["post", "lines", "partition list"],
];

/** A deletion of a collection's records, after which they are made again. */
interface Stage {
  deletion: (typeof NARROW)[number] | (typeof WIDE)[number];
  turn: (typeof TURNS)[number];
  partition: Partition;
  collection: string;
  forms: readonly Form[];
}

/** Every deletion at every turn; partitions and forms change from stage to stage, so that each meets each of those. */
const STAGES: readonly Stage[] = combinations<Pick<Stage, "deletion" | "turn">>({
  deletion: [...NARROW, ...WIDE],
  turn: TURNS,
}).map((row, index) => ({
  ...row,
  partition: PARTITIONS[index % PARTITIONS.length] as Partition,
  collection: `d${index}`,
  forms: HALVES[Math.floor(index / 2) % HALVES.length] as readonly Form[],
}));

const isWide = ({ deletion }: Stage) => (WIDE as readonly string[]).includes(deletion);

/** Of each form a record that was written long before it is deleted, and one that was to expire soon. */
const idsOf = ({ forms }: Stage) => forms.flatMap((_, index) => [`old${index}`, `mortal${index}`]);

const paths = (stages: readonly Stage[]) =>
  stages.map(({ partition, collection }) => `${partition}/${collection}`);

/** The targets of a deletion. */
function targetsOf(stage: Stage, beside: readonly Stage[]): string[] {
  const { deletion, partition, collection } = stage;
  const path = `/${partition}/${collection}`;
  const others = paths(beside.filter((other) => other !== stage));
  return {
    "the record": idsOf(stage).map((id) => `${path}/${id}`),
    ids: [`${path}?ids=${idsOf(stage).join(",")}`],
    "the collection": [path],
    collections: [`/${partition}?collections=${collection}`],
    keep: [`/?keep=${[...others, ...PARTITIONS.map((name) => `${name}/twin`)].join(",")}`],
    "the partition": [`/${partition}`],
    "the account": ["/"],
  }[deletion];
}

/** The requests that make the records again, with as few fields as each form takes. */
function writesOf({ partition, collection, forms }: Stage) {
  return forms.flatMap((form, index) => {
    const fields = form === "put" ? { payload: "new" } : {};
    const records = [`old${index}`, `mortal${index}`].map((id) => ({ collection, id, fields }));
    const isSingle = form === "put" || form === "post";
    return (isSingle ? records.map((record) => [record]) : [records]).map((some) =>
      requestOf(partition, form, some),
    );
  });
}

/** Performs a stage. The deletion finds each record there, or expired where the server is slow. */
async function perform(
  context: SessionCheckContext,
  account: Account,
  stage: Stage,
  beside: readonly Stage[],
) {
  const { partition, collection, turn } = stage;
  const targets = targetsOf(stage, beside);
  const writes = writesOf(stage);
  const mortal = idsOf(stage).filter((id) => id.startsWith("mortal"));
  await seed(
    account,
    `/${partition}/${collection}`,
    mortal.map((id) => ({ id, ...OLD, ttl: TTL })),
  );
  const session = turn === "at once" ? null : await context.begin({ scope: [...PARTITIONS], account });
  for (const target of targets) {
    const answer = session ? await session.request("DELETE", target) : await account.delete(target);
    // What had expired by then is as good as deleted.
    if (answer.status !== 404) control(answer, 204);
  }
  const staging = turn === "both in one commit" ? session : null;
  if (session && !staging) control(await session.commit(), 200);
  for (const { method, path, body } of writes) {
    const answer = await (staging ? staging.request(method, path, body) : account.send(method, path, body));
    // Neither a list nor a commit says what it has created.
    const isSingle = path.split("/").length > 3;
    if (isSingle && !staging) expectStatus(answer, 201);
    else expectSuccess(answer);
  }
  if (staging) expectSuccess(await staging.commit());
}

/** What is stored under the names of a stage, and the answer that shows it. */
async function look(account: Account, { partition, collection }: Stage) {
  const answer = control(await account.get(`/${partition}/${collection}`, { query: { full: "" } }), 200);
  return { answer, records: new Map(recordsOf(answer).map((record) => [record.id, record])) };
}

const told = ({ deletion, turn, partition, collection }: Stage, id: string) =>
  `${partition}/${collection}/${id}, made again after a deletion of ${deletion} (${turn}),`;

/** Performs stages in one account, and looks at what each left, at once and when the old records would have expired. */
async function expectForgotten(context: SessionCheckContext, account: Account, stages: readonly Stage[]) {
  for (const partition of PARTITIONS) {
    const old = stages
      .filter((stage) => stage.partition === partition)
      .flatMap((stage) => idsOf(stage).map((id) => ({ collection: stage.collection, id, ...OLD })));
    await seed(account, `/${partition}`, [{ collection: "twin", id: "stays" }, ...old]);
  }
  await sleep(APART);
  const from = await clockOf(account);
  for (const stage of stages) await perform(context, account, stage, stages);
  const last = await expectNew(account, stages, from);
  await until(ended(last) + TTL + GRACE);
  for (const stage of stages) {
    const { answer, records } = await look(account, stage);
    for (const id of idsOf(stage)) {
      expectEqual(answer, `that ${told(stage, id)} outlives the old one`, records.has(id), true);
    }
  }
}

/** @returns the last answer */
async function expectNew(account: Account, stages: readonly Stage[], from: number): Promise<Answer> {
  let last: Answer | null = null;
  for (const stage of stages) {
    const { answer, records } = await look(account, stage);
    for (const [index, id] of idsOf(stage).entries()) {
      const record = records.get(id);
      const payload = stage.forms[Math.floor(index / 2)] === "put" ? "new" : "";
      const got = record && { payload: record.payload, sortindex: record.sortindex ?? null };
      expectEqual(answer, told(stage, id), got ?? "nothing", { payload, sortindex: null });
      const modified = record?.modified ?? 0;
      expectThat(answer, modified >= from, `modified of ${told(stage, id)} to be from ${from} on`, modified);
    }
    last = answer;
  }
  return present("an answer", last);
}

async function clockOf(account: Account): Promise<number> {
  const answer = control(await account.get("/info/collections"), 200);
  return present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
}

/**
 * The stages by the account in which they are performed: what a wide deletion takes, no other stage may need.
 * @param apart whether the others have accounts of their own too, which takes less time
 */
function groupsOf(apart: boolean): Stage[][] {
  const narrow = STAGES.filter((stage) => !isWide(stage));
  const of = (deletion: string) => narrow.filter((stage) => stage.deletion === deletion);
  return [...(apart ? NARROW.map(of) : [narrow]), ...STAGES.filter(isWide).map((stage) => [stage])];
}

export const recordForgotten = {
  "record.delete.forgotten": needs(
    { partitions: 1, spare: groupsOf(true).length - 1, waits: true },
    withSessions(async (context) => {
      const accounts = [context.account, ...context.spare];
      const groups = groupsOf(context.spare.length > 0);
      for (let next = 0; next < groups.length; next += accounts.length) {
        const turns = groups
          .slice(next, next + accounts.length)
          .map((stages, index) => expectForgotten(context, accounts[index] ?? context.account, stages));
        // Each account is lent until all of them are done.
        const failed = (await Promise.allSettled(turns)).find(({ status }) => status === "rejected");
        if (failed?.status === "rejected") throw failed.reason;
      }
    }),
  ),
} satisfies Partial<ChecksOf<"record">>;
