/** Checks that `X-Weave-Alert` announces the pending messages of a client, the severest first. */
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken, Inconclusive, NotApplicable, Untested } from "../../runner/outcomes.ts";
import { limitsOf } from "../support/announced-limits.ts";
import { control, expectThat } from "../support/expect.ts";
import {
  ALERT,
  acknowledgeAll,
  alertsOf,
  CLIENT,
  Client,
  idsOf,
  MAX_ALERTS,
  SEVERITIES,
  type WatchedPending,
  watchPending,
} from "../support/message-client.ts";
import { lightest } from "../support/oversized-requests.ts";
import { responses } from "../support/responses-of-all-kinds.ts";
import { send } from "../support/sample-requests.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

/** Responses to a client, and what it had to acknowledge meanwhile. */
function announced(client: Client): Promise<WatchedPending<Answer[]>> {
  return watchPending(client, async () => [
    control(await client.probe()),
    await client.account.get("/no/such/thing", client.own()),
    await client.account.head("/messages", client.own()),
  ]);
}

/** Responses of the kinds that take a session, a limit or another media type. */
async function others(
  { account, partition, begin }: SessionCheckContext,
  headers: HeaderList,
): Promise<Answer[]> {
  const record = `/${partition}/leased/a`;
  const valid = RawBody.json({ payload: "x" });
  const session = await begin({ scope: [`${partition}/leased`] });
  const own = session.own({ headers });
  const answers = [
    await account.send("PUT", record, valid, own),
    await account.send("POST", `/${partition}/leased`, RawBody.json([]), own),
    await account.send("DELETE", `/${partition}/leased`, null, own),
    await account.send("PUT", `/${partition}/sample/a`, valid, own),
    await account.send("PUT", record, valid, { headers, patient: false }),
    await account.send("POST", "/sessions", null, { headers, patient: false }),
    await account.head(`/${partition}/missing`, { headers }),
    await account.get(`/${partition}`, { headers: [...headers, ["Accept", "application/newlines"]] }),
  ];
  await session.drop();
  try {
    const { over } = lightest(partition, await limitsOf(account));
    // The second one comes while the first has to wait, where it has to.
    for (let time = 0; time < 2; time++) answers.push(await send(account, over, { headers, patient: false }));
  } catch (error) {
    if (!(error instanceof Untested || error instanceof NotApplicable)) throw error;
  }
  return answers;
}

/** @throws Broken when nothing is announced, which has a rule of its own */
function alertsIn(answer: Answer) {
  const alerts = alertsOf(answer);
  if (alerts.length > 0) return alerts;
  throw new Broken(`set-up: ${answer.asked} should be answered with ${ALERT}`);
}

const rank = (severity: string | undefined) => SEVERITIES.indexOf(severity ?? "");

export const messageAlert = {
  // The contract layer judges the form wherever the field turns up, which it has to do for that.
  "message.alert.form": needs({ partitions: 1, scenario: "message" }, async ({ account, partition }) => {
    const answers = await responses(account, partition, new Client(account).headers);
    if (answers.some((answer) => answer.header(ALERT) !== undefined)) return;
    throw new Untested(
      `needs a response with ${ALERT}: name a target for it under scenarios.message in the config`,
    );
  }),

  "message.alert.present": withSessions(async (context) => {
    const { account, partition } = context;
    const client = new Client(account);
    await client.lasting();
    const { done, always } = await watchPending(client, async () => [
      ...(await responses(account, partition, client.headers)),
      ...(await others(context, client.headers)),
    ]);
    if (always.length === 0) throw new Inconclusive("all messages expired meanwhile");
    for (const answer of done) {
      expectThat(
        answer,
        answer.header(ALERT) !== undefined,
        `${ALERT} for ${always.length} messages`,
        "none",
      );
    }
  }),

  "message.alert.pending": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    const [one] = await client.lasting();
    const judge = async (reader: Client) => {
      const { done, always, ever } = await announced(reader);
      if (always.length === 0) return;
      for (const answer of done) {
        const alerts = alertsIn(answer);
        for (const { id, severity } of alerts) {
          const pending = ever.find((message) => message.id === id);
          expectThat(answer, pending !== undefined, `${ALERT} to name pending messages only`, id);
          expectThat(
            answer,
            pending?.severity === severity,
            `${id} with severity=${pending?.severity}`,
            severity,
          );
        }
        const named = idsOf(alerts);
        if (ever.length > MAX_ALERTS) continue;
        const holds = always.every(({ id }) => named.includes(id));
        expectThat(answer, holds, `${ALERT} to name ${idsOf(always)}`, answer.header(ALERT));
      }
    };
    await judge(client);
    control(await client.acknowledge(one), 204);
    await judge(client);
    await judge(new Client(account));
  }),

  "message.alert.order": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    const kinds = new Set((await client.lasting()).map(({ severity }) => severity));
    if (kinds.size < 2) {
      throw new Untested(
        `needs pending messages of two severities: all those that there are have ${[...kinds]}`,
      );
    }
    const { done, always, ever } = await announced(client);
    const ranks = new Map(ever.map(({ id, severity }) => [id, rank(severity)]));
    for (const answer of done) {
      const named = idsOf(alertsIn(answer));
      const shown = named.map((id) => ranks.get(id) ?? -1);
      const sorted = shown.every((value, index) => index === 0 || value >= (shown[index - 1] as number));
      expectThat(answer, sorted, `${ALERT} to name the severest first`, answer.header(ALERT));
      const left = always.filter(({ id }) => !named.includes(id));
      const severer = left.filter(({ severity }) => rank(severity) < Math.max(...shown));
      const which = severer.length > 0 ? `: ${idsOf(severer)}` : "";
      const expected = `${ALERT} to leave out nothing severer than what it names${which},`;
      expectThat(answer, severer.length === 0, expected, answer.header(ALERT));
    }
  }),

  "message.alert.malformed": async ({ account, partition }) => {
    const client = new Client(account);
    await client.lasting();
    alertsIn(control(await client.probe()));
    for (const names of [[""], ["no name"], ["a!b"], ["x".repeat(65)], [client.name, client.name]]) {
      const headers: HeaderList = names.map((name) => [CLIENT, name]);
      for (const path of ["/info/collections", "/messages", `/${partition}/sample`, "/no/such/thing"]) {
        const answer = await account.get(path, { headers });
        const value = answer.header(ALERT);
        expectThat(answer, value === undefined, `no ${ALERT}`, `${ALERT}: ${value}`);
      }
    }
  },

  "message.alert.none": async ({ account, partition }) => {
    const client = new Client(account);
    await client.lasting();
    alertsIn(control(await client.probe()));
    const done = new Set(await acknowledgeAll(client));
    const answers = await responses(account, partition, client.headers);
    const left = idsOf(await client.pending());
    if (left.some((id) => done.has(id))) throw new Broken("set-up: an acknowledged message is listed again");
    if (left.length > 0) throw new Inconclusive("another message came meanwhile");
    for (const answer of answers) {
      const value = answer.header(ALERT);
      expectThat(answer, value === undefined, `no ${ALERT}`, `${ALERT}: ${value}`);
    }
  },
} satisfies Partial<ChecksOf<"message">>;
