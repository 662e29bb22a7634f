/** Checks that a server refuses repeated or stale Hawk requests, and sends its time with a refusal of a stale one. */
import { crypto } from "hawk";
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { hawkParameter } from "../../exchange/authentication-challenge.ts";
import { hawkHeader } from "../../exchange/hawk.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { NotApplicable } from "../../runner/outcomes.ts";
import { control, expectThat, present } from "../support/expect.ts";
import { credentialsOf, requestsOfEachMethod, sendSignedAs, timeOf } from "../support/hawk-requests.ts";
import { prepare, type Sample } from "../support/sample-requests.ts";
import { expectUnauthorized } from "../support/unauthorized.ts";

/** Seconds by which a clock is off for certain. */
const STALE = 2 * 60 * 60;
/** Seconds by which two clocks of one server may differ. */
const TOLERANCE = 60;
/** Requests with one nonce that are sent at once. */
const AT_ONCE = 6;

/** The answers to well-signed requests, an hour and more too early and too late. */
async function stale(account: Account, partition: Partition): Promise<Answer[]> {
  const now = await timeOf(account);
  const answers: Answer[] = [];
  for (const timestamp of [now - STALE, now + STALE, now - 400 * 24 * 60 * 60]) {
    for (const sample of requestsOfEachMethod(partition))
      answers.push(await sendSignedAs(account, sample, { timestamp }));
  }
  return answers;
}

/** Refusals of a server that has no time for a request, whether or not it looked at its nonce. */
const BUSY = [409, 429, 503];
const TRIES = 4;

/**
 * Sends one signed request several times at once. None of them is sent again after a refusal: its nonce may be used up.
 * Where no nonce came through, another one is tried.
 * @returns answers of those that were taken; where none was, the first refusal
 */
async function taken(account: Account, { method, path, body }: Sample): Promise<[Answer, ...Answer[]]> {
  for (let tries = 1; ; tries += 1) {
    const authorization = hawkHeader(account, method, path, body === null ? {} : { body });
    const send = () => account.send(method, path, body, { authorization, patient: false });
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
    const [first, ...more] = answers.filter(({ status }) => status !== 401 && !BUSY.includes(status));
    if (first) return [first, ...more];
    if (tries === TRIES) return [answers[0] as Answer];
  }
}

export const authHawkFreshness = {
  "auth.hawk.replay": needs({ partitions: 1 }, async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of requestsOfEachMethod(partition)) {
      const { method, path, body } = sample;
      const nonce = Math.random().toString(36).slice(2);
      const timestamp = await timeOf(account);
      const about = { nonce, timestamp, ...(body === null ? {} : { body }) };
      const authorization = hawkHeader(account, method, path, about);
      control(await account.send(method, path, body, { authorization }));
      // So that nothing else keeps it from succeeding once more.
      await prepare(account, partition);
      expectUnauthorized(await account.send(method, path, body, { authorization }));
      const view = "/info/collections";
      const again = hawkHeader(account, "GET", view, { nonce, timestamp });
      expectUnauthorized(await account.get(view, { authorization: again }));
    }
    // Nor does it help to be quick.
    for (const sample of requestsOfEachMethod(partition)) {
      await prepare(account, partition);
      const [first, ...more] = await taken(account, sample);
      control(first);
      for (const answer of more) expectUnauthorized(answer);
    }
  }),

  "auth.hawk.stale": needs({ partitions: 1 }, async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of requestsOfEachMethod(partition)) control(await sendSignedAs(account, sample, {}));
    await prepare(account, partition);
    for (const answer of await stale(account, partition)) expectUnauthorized(answer);
  }),

  "auth.hawk.stale-time": needs({ partitions: 1 }, async ({ account, partition }) => {
    await prepare(account, partition);
    const { id, key } = credentialsOf(account);
    const refused = (await stale(account, partition)).filter(({ status }) => status === 401);
    if (refused.length === 0) throw new NotApplicable("the server takes requests that are hours old");
    for (const answer of refused) {
      const [ts, tsm] = ["ts", "tsm"].map((name) => hawkParameter(answer, name));
      const now = present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
      const right = ts !== undefined && /^\d+$/.test(ts) && Math.abs(Number(ts) - now) <= TOLERANCE;
      expectThat(answer, right, `ts="${now}" in the Hawk challenge, or nearly so`, ts);
      const expected = crypto.calculateTsMac(String(ts), { id, key, algorithm: "sha256" });
      expectThat(answer, tsm === expected, "tsm to be the code of ts by the key of the account", tsm);
    }
  }),
} satisfies Partial<ChecksOf<"auth">>;
