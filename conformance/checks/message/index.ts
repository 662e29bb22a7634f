/** The checks of `message.*`: how messages are listed, announced, acknowledged and translated. */
import type { Options } from "../../exchange/account.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive, Untested } from "../../runner/outcomes.ts";
import { control, expectEqual, expectStatus, expectThat } from "../support/expect.ts";
import {
  ALERT,
  acknowledgeAll,
  alertsOf,
  Client,
  idsOf,
  itemsOf,
  leftOf,
  PATIENCE,
  waitForExpiry,
  watchPending,
} from "../support/message-client.ts";
import { messageAcknowledge } from "./acknowledge.ts";
import { messageAlert } from "./alert.ts";
import { messageLanguage } from "./language.ts";

/** Attempts at something that a message which comes or expires meanwhile spoils. */
const ROUNDS = 3;

const list = {
  "message.list.pending": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    const before = alertsOf(control(await client.probe()));
    const answer = expectStatus(await client.list(), 200);
    const after = new Set(idsOf(alertsOf(control(await client.probe()))));
    const listed = idsOf(itemsOf(answer));
    for (const { id } of before.filter((alert) => after.has(alert.id))) {
      expectThat(answer, listed.includes(id), `the list to hold the announced message ${id}`, listed);
    }
    const [one] = await client.lasting();
    control(await client.acknowledge(one), 204);
    const { done, always } = await watchPending(new Client(account), () => client.list());
    const left = idsOf(itemsOf(expectStatus(done, 200)));
    for (const { id } of always.filter((message) => message.id !== one.id)) {
      expectThat(
        done,
        left.includes(id),
        `the list to hold the message ${id}, which others are shown,`,
        left,
      );
    }
  }),

  "message.list.client": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    await client.lasting();
    const done = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const id of await acknowledgeAll(client)) done.add(id);
      const answer = expectStatus(await client.list(), 200);
      const left = idsOf(itemsOf(answer));
      const again = left.filter((id) => done.has(id));
      expectEqual(answer, "the items, of which this client has acknowledged all,", again, []);
      if (left.length === 0) return;
    }
    throw new Inconclusive("there is always another message");
  }),

  "message.list.expired": needs({ partitions: 1, waits: true }, async ({ account }) => {
    const client = new Client(account);
    const first = control(await client.list(), 200);
    const soon = itemsOf(first).filter((message) => leftOf(message, first) <= PATIENCE);
    const [last] = soon.toSorted((a, b) => b.expires - a.expires);
    if (!last) {
      throw new Untested(
        `needs a message that expires within ${PATIENCE} s after the check begins: ` +
          'none of those in the accounts of the scenario "message" does',
      );
    }
    await waitForExpiry(client, last);
    for (const reader of [client, new Client(account)]) {
      const list = control(await reader.list(), 200);
      const listed = idsOf(itemsOf(list));
      for (const answer of [list, control(await reader.probe())]) {
        const shown = [...listed, ...idsOf(alertsOf(answer))];
        const late = idsOf(soon).filter((id) => shown.includes(id));
        expectThat(answer, late.length === 0, "no expired message", late);
      }
    }
  }),

  "message.head": needs({ partitions: 1, scenario: "message" }, async ({ account }) => {
    const client = new Client(account);
    await client.pending();
    const bare = expectStatus(await account.head("/messages", client.own({ bare: true })), 200);
    expectThat(bare, bare.body.length === 0, "no octet after the head", `${bare.body.length} octets`);
    for (const options of ASKED) {
      const own = client.own(options);
      for (let round = 1; ; round++) {
        const before = await account.get("/messages", own);
        const head = await account.head("/messages", own);
        const after = await account.get("/messages", own);
        const names = ["X-Weave-Store", "Cache-Control", ALERT];
        const shown = names.map((name) => before.header(name) ?? "absent");
        // What came or expired meanwhile is no fault of the HEAD.
        if (shown.every((value, index) => value === (after.header(names[index] as string) ?? "absent"))) {
          expectStatus(head, before.status);
          expectThat(head, head.header("X-Weave-Timestamp") !== undefined, "X-Weave-Timestamp", head.headers);
          const got = names.map((name) => head.header(name) ?? "absent");
          for (const [index, name] of names.entries()) {
            expectEqual(head, `${name}, as on GET,`, got[index], shown[index]);
          }
          break;
        }
        if (round === ROUNDS) throw new Inconclusive("two GETs of /messages never agree");
      }
    }
  }),
} satisfies Partial<ChecksOf<"message">>;

/** Ways to ask for messages; the last one is not acceptable. */
const ASKED: Options[] = [
  {},
  { headers: [["Accept-Language", "de, en;q=0.5"]] },
  { headers: [["Accept", "application/json"]] },
  { headers: [["Accept", "text/html"]] },
];

export const message = {
  ...list,
  ...messageAlert,
  ...messageAcknowledge,
  ...messageLanguage,
} satisfies ChecksOf<"message">;
