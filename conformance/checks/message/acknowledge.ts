/** Checks that an acknowledgement removes a message for the client that sends it, and for no other. */
import { randomUUID } from "node:crypto";
import type { Answer } from "../../exchange/answer.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { NotApplicable, Untested } from "../../runner/outcomes.ts";
import { control, expectStatus, expectThat } from "../support/expect.ts";
import {
  alertsOf,
  Client,
  idsOf,
  itemsOf,
  leftOf,
  type Message,
  PATIENCE,
  waitForExpiry,
} from "../support/message-client.ts";
import { prepare } from "../support/sample-requests.ts";

/** Acknowledgements of one message at once. */
const RACERS = 6;
/** Messages that one check acknowledges at most. */
const ENOUGH = 5;

/** The rule asks for messages to be neither listed nor announced to a client. */
async function expectGone(client: Client, gone: readonly Message[]): Promise<void> {
  const list = control(await client.list(), 200);
  const head = control(await client.account.head("/messages", client.own()), 200);
  const other = await client.account.get("/no/such/thing", client.own());
  for (const answer of [list, head, other, control(await client.probe())]) {
    const shown = answer === list ? idsOf(itemsOf(list)) : [];
    const named = [...shown, ...idsOf(alertsOf(answer))];
    const again = idsOf(gone).filter((id) => named.includes(id));
    expectThat(answer, again.length === 0, "no acknowledged message", again);
  }
}

/** The rule asks for a message to be listed to a client. */
async function expectPending(client: Client, { id }: Message): Promise<void> {
  const answer = control(await client.list(), 200);
  const listed = idsOf(itemsOf(answer));
  expectThat(answer, listed.includes(id), `the message ${id} to be pending for a client`, listed);
}

export const messageAcknowledge = {
  "message.acknowledge.ok": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    for (const message of (await client.lasting()).slice(0, ENOUGH)) {
      expectStatus(await client.acknowledge(message), 204);
    }
  }),

  "message.acknowledge.once": needs({ partitions: 1 }, async ({ account, partition }) => {
    const client = new Client(account);
    const done: Message[] = [];
    for (const message of (await client.lasting()).slice(0, ENOUGH)) {
      control(await client.acknowledge(message), 204);
      done.push(message);
      await expectGone(client, done);
    }
    control(await new Client(account).list("de"), 200);
    control(await account.put(`/${partition}/c/a`, { payload: "x" }), 201);
    await expectGone(client, done);
  }),

  "message.acknowledge.concurrent": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    for (const message of (await client.lasting()).slice(0, ENOUGH)) {
      const answers = await Promise.all(Array.from({ length: RACERS }, () => client.acknowledge(message)));
      const done = answers.filter(({ ok }) => ok);
      const [, second = answers[0] as Answer] = done;
      expectThat(second, done.length === 1, `one of ${RACERS} at once to be performed`, `${done.length}`);
      for (const answer of answers) expectStatus(answer, 204, 404);
      await expectGone(client, [message]);
    }
  }),

  "message.acknowledge.this-client": needs({ partitions: 1 }, async ({ account }) => {
    const name = `suite-${randomUUID()}`;
    const client = new Client(account, name);
    const other = new Client(account);
    // Names are opaque, and differ where their case does.
    const capital = new Client(account, name.toUpperCase());
    for (const message of (await client.lasting()).slice(0, ENOUGH)) {
      const had = idsOf(await other.pending()).includes(message.id);
      control(await client.acknowledge(message), 204);
      if (had) await expectPending(other, message);
      await expectPending(new Client(account), message);
      await expectPending(capital, message);
    }
    // Nor do names differ less where they are long, look like numbers or have other signs between.
    const digits = String(Math.floor(1e14 + Math.random() * 9e14));
    const long = `${randomUUID()}-${"x".repeat(26)}`;
    for (const [one, another] of [
      [digits, `0${digits}`],
      [`${long}a`, `${long}b`],
      [`${digits}-`, `${digits}_`],
    ]) {
      const reader = new Client(account, one);
      const [message] = await reader.lasting();
      control(await reader.acknowledge(message), 204);
      await expectPending(new Client(account, another), message);
    }
  }),

  "message.acknowledge.nameless": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    const nameless = new Client(account, null);
    await client.lasting();
    const [one, two] = await nameless.lasting().catch((error) => {
      if (!(error instanceof Untested)) throw error;
      // What it has acknowledged in an earlier run, it never sees again.
      throw new Untested(
        "needs a message that the client without X-Weave-Client has not acknowledged: every run takes one",
      );
    });
    if (two) {
      control(await client.acknowledge(two), 204);
      await expectPending(nameless, two);
    }
    // Names that a server might give to the client without one: those that have not acknowledged it before.
    const odd = ["null", "undefined", "None", "0", "nameless"].map((name) => new Client(account, name));
    const waiting: Client[] = [];
    for (const each of odd) if (idsOf(await each.pending()).includes(one.id)) waiting.push(each);
    control(await nameless.acknowledge(one), 204);
    await expectGone(nameless, [one]);
    for (const each of waiting) await expectPending(each, one);
    await expectPending(client, one);
  }),

  "message.acknowledge.wiped": needs({ partitions: 1 }, async ({ account, partition }) => {
    const client = new Client(account);
    const [one, two] = await client.lasting();
    control(await client.acknowledge(one), 204);
    await prepare(account, partition);
    control(await account.delete("/"), 204);
    control(await account.get(`/${partition}/sample`), 404);
    await expectPending(new Client(account), one);
    if (two) await expectPending(client, two);
    await expectGone(client, [one]);
  }),

  "message.acknowledge.missing": needs(
    { partitions: 1, waits: true, scenario: "message" },
    async ({ account }) => {
      const client = new Client(account);
      const list = control(await client.list(), 200);
      for (const id of ["none", `m-${randomUUID()}`, "x".repeat(64), "x".repeat(200), "__proto__", "a b"]) {
        expectStatus(await client.acknowledge({ id }), 404);
      }
      const [one] = itemsOf(list).toSorted((a, b) => b.expires - a.expires);
      if (one && leftOf(one, list) > PATIENCE) {
        control(await client.acknowledge(one), 204);
        for (let again = 0; again < 2; again++) expectStatus(await client.acknowledge(one), 404);
        control(await new Client(account).acknowledge(one), 204);
      }
      for (const soon of itemsOf(list).filter((message) => leftOf(message, list) <= PATIENCE)) {
        await waitForExpiry(client, soon);
        expectStatus(await client.acknowledge(soon), 404);
      }
    },
  ),

  "message.acknowledge.foreign": needs({ partitions: 1, accounts: 2 }, async ({ account, other }) => {
    const client = new Client(account);
    const stranger = new Client(other);
    await client.lasting();
    const own = idsOf(await client.pending());
    const foreign = (await stranger.lasting()).filter(({ id }) => !own.includes(id));
    if (foreign.length === 0) throw new NotApplicable("both accounts have the same messages");
    for (const message of foreign.slice(0, ENOUGH)) {
      expectStatus(await client.acknowledge(message), 404);
      expectStatus(await new Client(account).acknowledge(message), 404);
      expectStatus(await new Client(account, null).acknowledge(message), 404);
      await expectPending(stranger, message);
    }
    control(await stranger.acknowledge(foreign[0] as Message), 204);
  }),
} satisfies Partial<ChecksOf<"message">>;
