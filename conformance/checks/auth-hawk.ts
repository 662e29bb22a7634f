import { crypto } from "hawk";
import type { Partition } from "../contract/document.ts";
import { type ChecksOf, needs } from "../engine/check.ts";
import { NotApplicable, Untested } from "../engine/outcomes.ts";
import { isInReach } from "../engine/stages.ts";
import type { Account, Options } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { hawkParameter } from "../exchange/challenge.ts";
import type { HawkCredentials } from "../exchange/credentials.ts";
import { type HawkOverrides, hawkHeader } from "../exchange/hawk.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectSuccess, expectThat, present } from "./support/expect.ts";
import { prepare, requests, type Sample, samples, send } from "./support/samples.ts";
import { expectAllUnauthorized, expectUnauthorized } from "./support/unauthorized.ts";

/** Seconds by which a clock is off for certain. */
const STALE = 2 * 60 * 60;
/** Seconds by which two clocks of one server may differ. */
const TOLERANCE = 60;

/** The payload hash of no octets of no type. */
const EMPTY_HASH = crypto.calculatePayloadHash("", "sha256", "");
/** Requests with one nonce that are sent at once. */
const AT_ONCE = 6;

const credentialsOf = ({ hawk }: Account): HawkCredentials => present("Hawk credentials", hawk);

const byHawk = (account: Account, changed: Partial<HawkCredentials> = {}): Options => ({
  credentials: { scheme: "hawk", ...credentialsOf(account), ...changed },
});

/** Every operation succeeds with the account's own Hawk credentials; the account is prepared afterwards. */
async function controlAll(account: Account, partition: Partition, judge = control): Promise<void> {
  await prepare(account, partition);
  for (const sample of samples(partition)) {
    if (sample.method === "DELETE") await prepare(account, partition);
    judge(await send(account, sample, byHawk(account)));
  }
  await prepare(account, partition);
}

/** A request of each method, with a query where one may have some; none is about a session. */
function each(partition: Partition): Sample[] {
  const operations = [
    "getInfoCollections",
    "headRecord",
    "getMessages",
    "putRecord",
    "postCollection",
    "deleteRecord",
  ];
  return requests(partition).filter(({ operation }) => operations.includes(operation));
}

/** A request whose header was made for something else. */
function misled(account: Account, sample: Sample, changed: Partial<Sample> & HawkOverrides): Promise<Answer> {
  const { method, path, body } = sample;
  const { method: verb = method, path: place = path, body: content = body, ...overrides } = changed;
  const about = { ...(content === null ? {} : { body: content }), ...overrides };
  const authorization = hawkHeader(account, verb, place, about);
  return account.send(method, path, body, { authorization });
}

/** Seconds since the epoch, by the clock of the server. */
async function timeOf(account: Account): Promise<number> {
  const answer = control(await account.get("/info/collections", byHawk(account)), 200);
  return present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
}

/** The answers to well-signed requests, an hour and more too early and too late. */
async function stale(account: Account, partition: Partition): Promise<Answer[]> {
  const now = await timeOf(account);
  const answers: Answer[] = [];
  for (const timestamp of [now - STALE, now + STALE, now - 400 * 24 * 60 * 60]) {
    for (const sample of each(partition)) answers.push(await misled(account, sample, { timestamp }));
  }
  return answers;
}

const signature = {
  "auth.hawk": async ({ account, partition }) => {
    await controlAll(account, partition, expectSuccess);
    for (const sample of samples(partition)) {
      if (sample.body === null || sample.path.includes("{")) continue;
      if (sample.operation === "postSessions") continue;
      expectSuccess(await misled(account, sample, { hash: null }));
    }
    for (const sample of each(partition)) {
      expectSuccess(await misled(account, sample, { ext: "some-app-data" }));
      if (sample.method === "DELETE") await prepare(account, partition);
    }
    const path = `/${partition}/sample`;
    const text = JSON.stringify([{ id: "a", payload: "€" }]);
    const bodies = [
      new RawBody(text, "application/json; charset=utf-8"),
      new RawBody(text, "Application/JSON;charset=UTF-8"),
      RawBody.lines([{ id: "a", payload: "€" }]),
    ];
    for (const body of isInReach("postCollection") ? bodies : []) {
      const authorization = hawkHeader(account, "POST", path, { body });
      expectSuccess(await account.send("POST", path, body, { authorization }));
    }
    // A request without a body has an empty one, for which a hash may vouch too.
    for (const sample of each(partition).filter(({ body }) => body === null)) {
      expectSuccess(await misled(account, sample, { hash: EMPTY_HASH }));
      if (sample.method === "DELETE") await prepare(account, partition);
    }
    const view = isInReach("getCollection") ? path : "/info/collections";
    for (const query of ["full=&limit=1&sort=newest", "x=a%2Cb&y", "x=%C3%A9+&y"]) {
      expectSuccess(await account.get(view, { ...byHawk(account), query }));
    }
    // A nonce is spent together with its time.
    const now = await timeOf(account);
    const nonce = Math.random().toString(36).slice(2);
    for (const timestamp of [now - 1, now]) {
      const view = "/info/collections";
      const authorization = hawkHeader(account, "GET", view, { nonce, timestamp });
      expectSuccess(await account.get(view, { authorization }));
    }
  },

  "auth.hawk.mac": async ({ account, partition }) => {
    await controlAll(account, partition);
    const { key } = credentialsOf(account);
    await expectAllUnauthorized(account, partition, byHawk(account, { key: `${key}x` }));
    const { endpoint } = account;
    const port = Number(endpoint.port) || (endpoint.protocol === "https:" ? 443 : 80);
    for (const sample of each(partition)) {
      const { method, path } = sample;
      for (const changed of [
        { method: method === "GET" ? "DELETE" : "GET" },
        { path: `${path}x` },
        { path: `${path}?x` },
        { host: `x${endpoint.hostname}` },
        { port: port + 1 },
        { mac: "" },
        { mac: Buffer.alloc(32).toString("base64") },
      ]) {
        expectUnauthorized(await misled(account, sample, changed));
      }
    }
    const path = isInReach("getCollection") ? `/${partition}/sample` : "/info/collections";
    const signed = (query?: string) => hawkHeader(account, "GET", path, query === undefined ? {} : { query });
    for (const [asked, vouched] of [
      ["ids=a", "ids=b"],
      ["full", undefined],
      ["limit=1&newer=0", "newer=0&limit=1"],
    ] as const) {
      control(await account.get(path, { query: asked, authorization: signed(asked) }), 200);
      expectUnauthorized(await account.get(path, { query: asked, authorization: signed(vouched) }));
    }
    const now = await timeOf(account);
    for (const [part, other] of [
      [/\bts="[^"]*"/, `ts="${now - 1}"`],
      [/\bnonce="[^"]*"/, 'nonce="another"'],
    ] as const) {
      const header = hawkHeader(account, "GET", path, { timestamp: now });
      expectUnauthorized(await account.get(path, { authorization: header.replace(part, other) }));
    }
  },

  "auth.hawk.id": async ({ account, partition }) => {
    await controlAll(account, partition);
    const { id } = credentialsOf(account);
    await expectAllUnauthorized(account, partition, byHawk(account, { id: `${id}-nobody` }));
    expectUnauthorized(await account.get("/info/collections", byHawk(account, { id: "" })));
  },

  "auth.hawk.foreign": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    if (account.hawk?.id === other.hawk?.id) {
      throw new Untested(
        "needs Hawk credentials that differ by account: put {account} into the id, or list accounts",
      );
    }
    await controlAll(account, partition);
    control(await other.get("/info/collections", byHawk(other)), 200);
    await expectAllUnauthorized(account, partition, byHawk(other));
  }),

  "auth.hawk.hash": async ({ account, partition }) => {
    await controlAll(account, partition);
    for (const sample of requests(partition)) {
      const { body } = sample;
      const wrong = Buffer.alloc(32).toString("base64");
      expectUnauthorized(await misled(account, sample, { hash: wrong }));
      if (body === null) continue;
      const text = Buffer.from(body.bytes).toString();
      for (const other of [
        new RawBody(`${text} `, body.type),
        new RawBody("", body.type),
        new RawBody(text, "text/plain"),
      ]) {
        expectUnauthorized(await misled(account, sample, { body: other }));
      }
    }
  },
} satisfies Partial<ChecksOf<"auth">>;

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

const freshness = {
  "auth.hawk.replay": needs({ partitions: 1 }, async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of each(partition)) {
      const { method, path, body } = sample;
      const nonce = Math.random().toString(36).slice(2);
      const timestamp = await timeOf(account);
      const about = { nonce, timestamp, ...(body === null ? {} : { body }) };
      const authorization = hawkHeader(account, method, path, about);
      control(await account.send(method, path, body, { authorization }));
      // So that nothing else keeps it from succeeding once more.
      await prepare(account, partition);
      expectUnauthorized(await account.send(method, path, body, { authorization }));
      const view = isInReach("getInfoQuota") ? "/info/quota" : "/no/such/view";
      const again = hawkHeader(account, "GET", view, { nonce, timestamp });
      expectUnauthorized(await account.get(view, { authorization: again }));
    }
    // Nor does it help to be quick.
    for (const sample of each(partition)) {
      await prepare(account, partition);
      const [first, ...more] = await taken(account, sample);
      control(first);
      for (const answer of more) expectUnauthorized(answer);
    }
  }),

  "auth.hawk.stale": needs({ partitions: 1 }, async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of each(partition)) control(await misled(account, sample, {}));
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

export const authHawk = { ...signature, ...freshness } satisfies Partial<ChecksOf<"auth">>;
