/** Checks that accounts do not see, change, block or count against one another. */
import { PARTITIONS } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { contentsOf, expectSame } from "../support/account-contents.ts";
import { asClient, limitsOf, newClient } from "../support/announced-limits.ts";
import { SESSION } from "../support/begun-session.ts";
import {
  control,
  expectEqual,
  expectStatus,
  expectSuccess,
  expectThat,
  present,
  versionOf,
} from "../support/expect.ts";
import { changes } from "../support/expect-unchanged.ts";
import { sleep } from "../support/fixtures.ts";
import { acknowledgeAll, Client, idsOf, itemsOf } from "../support/message-client.ts";
import { beginWait, insist } from "../support/oversize-wait.ts";
import { Quota } from "../support/quota-account.ts";
import { prepare, send, versioned } from "../support/sample-requests.ts";
import {
  exclusiveWrites,
  expectApart,
  fillSide,
  putSample,
  sendWithoutWaiting,
  sidesOf,
} from "../support/two-accounts.ts";
import { withSessions } from "../support/with-sessions.ts";

/** More sessions than this are not begun at once. */
const MOST_SESSIONS = 20;
const SORTS = [undefined, "newest", "oldest", "index"] as const;

const contents = {
  "account.apart.reads": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    const sides = sidesOf(account, other);
    for (const side of sides) await fillSide(side, partition);
    // In turn, so that what is remembered of one by its path or its version shows in the other.
    for (let round = 0; round < 2; round++) await expectApart(sides, partition);
  }),

  "account.apart.writes": needs(
    { accounts: 2 },
    withSessions(async ({ account, other, partition, begin }) => {
      await prepare(other, partition);
      const before = await contentsOf(other);
      const versions = control(await other.get("/info/collections"), 200);
      await prepare(account, partition);
      for (const each of [...changes(partition), ...exclusiveWrites(partition)]) {
        if (each.method === "DELETE") await prepare(account, partition);
        const answer = control(await send(account, each), ...each.success);
        // What changes in contents alone shows in the end.
        const after = control(await other.get("/info/collections"), 200);
        expectEqual(answer, "the versions of the other account", after.json, versions.json);
        expectEqual(answer, "the version of the other account", versionOf(after), versionOf(versions));
      }
      const session = await begin({ scope: [...PARTITIONS] });
      await session.stage("DELETE", "/");
      await session.stage("PUT", `/${partition}/sample/a`, { payload: "committed" });
      expectSame(control(await session.commit(), 200), await contentsOf(other), before);
    }),
  ),

  "account.apart.offset": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    const [own, foreign] = sidesOf(account, other);
    for (const side of [own, foreign]) await fillSide(side, partition);
    for (const path of [`/${partition}/sample`, `/${partition}`] as const) {
      for (const sort of SORTS) {
        const query = { limit: 1, full: "", ...(sort && { sort }) };
        const first = control(await foreign.account.get(path, { query }), 200);
        const offset = present("X-Weave-Next-Offset", first.header("X-Weave-Next-Offset"));
        const more = { ...query, limit: 100, offset };
        const { text: rest = "" } = control(await foreign.account.get(path, { query: more }), 200);
        if (!rest.includes(foreign.mark))
          throw new Broken("set-up: the next page shows no record of its account");
        const answer = await own.account.get(path, { query: more });
        const shown = answer.text ?? "";
        expectThat(answer, !shown.includes(foreign.mark), "nothing of the other account", answer.json);
      }
    }
  }),
} satisfies Partial<ChecksOf<"account">>;

const sessions = {
  "account.apart.session": needs(
    { accounts: 2, waits: true },
    withSessions(async ({ account, other, partition, limits, begin }) => {
      for (const each of [account, other]) await prepare(each, partition);
      const before = await contentsOf(other);
      const session = await begin({ account: other, scope: [...PARTITIONS], ttl: Math.min(5, limits.ttl) });
      await session.stage("PUT", `/${partition}/new/own`, { payload: "own" });
      const staged = control(await session.state(), 200).json?.staged;
      const expectUntouched = async (answer: Answer) => {
        const state = expectStatus(await session.state(), 200);
        expectEqual(answer, "what is staged in the session of the other account", state.json?.staged, staged);
        return present("expires_in", state.json?.expires_in);
      };
      // So late that a session which is renewed shows it.
      await sleep(session.ttl > 2 ? 1.2 : 0);
      for (const each of versioned(partition)) {
        const answer = await send(account, each, { headers: [[SESSION, session.id]] });
        // What it stages nevertheless shows in the end.
        if (answer.status !== 410 || each.operation === "deleteAccount") {
          const left = await expectUntouched(answer);
          const lasts = session.ttl <= 2 || left < session.ttl;
          expectThat(answer, lasts, `expires_in of the other's session below ${session.ttl}`, left);
        }
      }
      let last: Answer = session.begun;
      for (const [method, path] of [
        ["GET", session.path],
        ["HEAD", session.path],
        ["POST", `${session.path}/commit`],
        ["DELETE", session.path],
      ] satisfies [string, string][]) {
        last = await account.send(method, path, null);
        expectStatus(await session.state(), 200);
      }
      expectSame(last, await contentsOf(other), before);
      const committed = control(await session.commit(), 200);
      const { items } = control(await other.get(`/${partition}/new`), 200).json ?? {};
      expectEqual(committed, `the records of /${partition}/new`, items, ["own"]);
      control(await other.delete(`/${partition}/new`), 204);
      const after = await contentsOf(other);
      for (const name of PARTITIONS) {
        const what = `the records of /${name}`;
        expectEqual(committed, what, after[what], before[what]);
      }
    }),
  ),

  "account.apart.lease": needs(
    { accounts: 2 },
    withSessions(async ({ account, other, partition, limits, begin, ask, adopt }) => {
      const session = await begin({ account: other, scope: [...PARTITIONS] });
      for (const each of changes(partition)) {
        for (const name of each.method === "DELETE" ? ["sample/a", "elsewhere/a"] : []) {
          expectSuccess(
            await sendWithoutWaiting((options) => send(account, putSample(partition, name), options)),
          );
        }
        session.during(expectSuccess(await sendWithoutWaiting((options) => send(account, each, options))));
      }
      const request = (scope: string[], at = account) =>
        sendWithoutWaiting((options) => ask({ scope, ttl: limits.ttl }, options, at));
      control(await adopt(expectStatus(await request([...PARTITIONS]), 201)).abort(), 204);
      control(await session.abort(), 204);
      if (limits.sessions > MOST_SESSIONS) return;
      // As many as there may be in the other account.
      for (let count = 0; count < limits.sessions; count++) {
        adopt(expectStatus(await request([`${partition}/c${count}`], other), 201));
      }
      adopt(expectStatus(await request([`${partition}/c0`]), 201));
    }),
  ),
} satisfies Partial<ChecksOf<"account">>;

const counted = {
  "account.apart.wait": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    const limits = await limitsOf(account);
    const wait = await beginWait(account, partition, limits);
    await wait.controlRuns();
    const once = { ...asClient(wait.client), patient: false };
    expectStatus(wait.during(await insist(() => send(other, wait.over, once)), 413), 413);
  }),

  "account.apart.quota": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    const [first, second] = [await Quota.of(account, partition), await Quota.of(other, partition)];
    await first.fill();
    await first.room(0);
    await first.controlFull();
    const payload = "x".repeat(Math.min(second.bytes, 50_000));
    for (const path of [`/${partition}/full/f0`, `/${partition}/c/old`] as const) {
      const answer = expectSuccess(await other.put(path as "/storage/c/a", { payload }));
      const { json } = control(await other.get("/info/quota"), 200);
      expectEqual(answer, "the usage of the account that was empty", json?.usage, payload.length);
      control(await other.delete("/"), 204);
    }
  }),

  "account.apart.message": needs({ partitions: 1, accounts: 2 }, async ({ account, other }) => {
    const name = newClient();
    const [mine, theirs] = [new Client(account, name), new Client(other, name)];
    const before = idsOf(await theirs.lasting());
    await acknowledgeAll(mine);
    const answer = control(await theirs.list(), 200);
    const listed = idsOf(itemsOf(answer));
    const gone = before.filter((id) => !listed.includes(id));
    expectThat(answer, gone.length === 0, "all messages of the other account to be pending", `${gone} gone`);
  }),
} satisfies Partial<ChecksOf<"account">>;

export const accountApart = { ...contents, ...sessions, ...counted } satisfies Partial<ChecksOf<"account">>;
