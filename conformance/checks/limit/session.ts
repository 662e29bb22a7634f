/** Checks that the writes of a session may reach its limits, but not exceed them, and that a 413 leaves no trace. */
import type { Options } from "../../exchange/account.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import { Broken, Untested } from "../../runner/outcomes.ts";
import { contentsOf, controlChanged, expectSame } from "../support/account-contents.ts";
import {
  asClient,
  controlTaken,
  expectTaken,
  limitHeaderOf,
  limitsOf,
  newClient,
  sendAsNewClient,
} from "../support/announced-limits.ts";
import type { Session } from "../support/begun-session.ts";
import { control, controlShown, expectEqual, expectStatus, expectSuccess } from "../support/expect.ts";
import { type Filling, fill, fillingOf, fillings, type SessionLimit } from "../support/fill-session.ts";
import { insist } from "../support/oversize-wait.ts";
import { oversized, oversizedOrNone } from "../support/oversized-requests.ts";
import { prepare, send } from "../support/sample-requests.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** All ways to stage so many records with these payloads, each a request in a session. */
function waysToStage({ partition }: SessionCheckContext, { payload }: Filling, count: number) {
  const list = ["one", "two"].slice(0, count).map((id) => ({ id, payload }));
  const spread = list.map((record) => ({ collection: record.id, ...record }));
  const lists = [
    ["POST", `/${partition}/more`, list],
    ["POST", `/${partition}`, spread],
  ] as const;
  if (count > 1) return lists;
  const record = [
    ["PUT", `/${partition}/more/put`, { payload }],
    ["POST", `/${partition}/more/post`, { payload }],
  ] as const;
  return [...record, ...lists];
}

/** What brings a session above its limit is refused, however it is sent; what comes exactly up to it is not. */
function refuses(limit: SessionLimit) {
  return withSessions(async (context) => {
    const { account, partition, begin } = context;
    const filling = fillingOf(limit, await limitsOf(account));
    const session = await begin();
    await fill(session, partition, filling);
    for (const [method, path, body] of waysToStage(context, filling, 2)) {
      expectStatus(await sendAsNewClient((options) => session.request(method, path, body, options)), 413);
    }
    const { payload } = filling;
    controlTaken(await session.request("PUT", `/${partition}/more/last`, { payload }));
    for (const [method, path, body] of waysToStage(context, filling, 1)) {
      expectStatus(await sendAsNewClient((options) => session.request(method, path, body, options)), 413);
    }
    // What is staged once more counts once more, and what is deleted goes on counting.
    const again = (options: Options) =>
      session.request("PUT", `/${partition}/more/last`, { payload }, options);
    expectStatus(await sendAsNewClient(again), 413);
    await session.stage("DELETE", `/${partition}/more/last`);
    expectStatus(await sendAsNewClient(again), 413);
  });
}

/** What only its session has no room for is no reason to wait. */
const startsNoWait = withSessions(async (context) => {
  const { account, partition, begin } = context;
  const limits = await limitsOf(account);
  const [filling] = fillings(limits);
  if (!filling) throw new Untested("announces limits of sessions that no check comes up to");
  const [sized] = oversizedOrNone(partition, limits);
  const session = await begin();
  await fill(session, partition, filling);
  for (const [method, path, body] of waysToStage(context, filling, 2)) {
    const client = asClient(newClient());
    const answer = control(await session.request(method, path, body, client), 413);
    expectEqual(answer, "the wait", limitHeaderOf(answer)?.wait ?? null, null);
    const once = { ...client, patient: false };
    expectStatus(await insist(() => session.request(method, path, body, once)), 413);
    if (sized) expectStatus(await insist(() => send(account, sized.over, once)), 413);
  }
});

function takes(limit: SessionLimit) {
  return withSessions(async ({ account, partition, begin }) => {
    const limits = await limitsOf(account);
    const filling = fillingOf(limit, limits);
    const session = await begin();
    for (const list of filling.lists) {
      expectTaken(expectStatus(await session.request("POST", `/${partition}/staged`, list), 202));
    }
    const { payload } = filling;
    expectStatus(await session.request("PUT", `/${partition}/staged/last`, { payload }), 202);
    // Where a server stages nothing it is easy to take.
    controlTaken(await session.commit());
    const records = limit === "max_session_records";
    const view = records ? "/info/collection_counts" : "/info/collection_usage";
    const answer = control(await account.get(view), 200);
    const what = records ? "the records that were committed" : "the bytes that were committed";
    expectEqual(answer, what, answer.json?.[`${partition}/staged`], limits[limit]);
  });
}

/** What is refused for its size must leave no trace, in the account or in its session. */
const storesNothing = withSessions(async (context) => {
  const { account, partition } = context;
  const limits = await limitsOf(account);
  const empty = await contentsOf(account);
  await prepare(account, partition);
  let before = await contentsOf(account);
  controlChanged(await account.get(`/${partition}/sample`), before, empty);
  const [filling] = fillings(limits);
  // Where those of sessions are out of reach too, it is said why.
  const all = filling ? oversizedOrNone(partition, limits) : oversized(partition, limits);
  let refused = 0;
  for (const { over } of all) {
    const answer = await sendAsNewClient((options) => send(account, over, options));
    const after = await contentsOf(account);
    // Whether it has to be refused, other rules say.
    if (answer.status === 413) expectSame(answer, after, before);
    if (answer.status === 413) refused += 1;
    before = after;
  }
  // A session that was begun all the same would own this.
  expectSuccess(control(await account.put(`/${partition}/leased/free`, { payload: "" }), 201, 204, 409));
  if (filling && (await leavesSession(context, filling))) refused += 1;
  if (refused === 0) throw new Broken("set-up: nothing oversized was answered 413");
});

/** @returns false where nothing was refused */
async function leavesSession(context: SessionCheckContext, filling: Filling): Promise<boolean> {
  const { account, partition, begin } = context;
  const session = await begin();
  await fill(session, partition, filling);
  const before = await stagedIn(session);
  for (const [method, path, body] of waysToStage(context, filling, 2)) {
    const ask = (options: Options) => session.request(method, path, body, options);
    const answer = await sendAsNewClient(ask);
    if (answer.status !== 413) return false;
    expectEqual(answer, "the number of staged records", await stagedIn(session), before);
  }
  const committed = control(await session.commit(), 200);
  for (const path of [`/${partition}/more`, `/${partition}/one`, `/${partition}/two`] as const) {
    expectEqual(committed, `the status of ${path}`, controlShown(await account.get(path)).status, 404);
  }
  return true;
}

async function stagedIn(session: Session): Promise<number | undefined> {
  return control(await session.state(), 200).json?.staged;
}

export const limitSession = {
  "limit.session-records": refuses("max_session_records"),
  "limit.session-records.within": takes("max_session_records"),
  "limit.session-bytes": refuses("max_session_bytes"),
  "limit.session-bytes.within": takes("max_session_bytes"),
  "limit.wait.session": startsNoWait,
  "limit.stores-nothing": storesNothing,
} satisfies Partial<ChecksOf<"limit">>;
