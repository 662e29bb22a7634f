/** Checks that a server performs well-signed Hawk requests, and refuses a wrong MAC, id, account or payload hash. */
import { crypto } from "hawk";
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import { hawkHeader } from "../../exchange/hawk.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Untested } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control, expectSuccess } from "../support/expect.ts";
import {
  byHawk,
  credentialsOf,
  requestsOfEachMethod,
  sendSignedAs,
  timeOf,
} from "../support/hawk-requests.ts";
import { prepare, requests, samples, send } from "../support/sample-requests.ts";
import { expectAllUnauthorized, expectUnauthorized } from "../support/unauthorized.ts";
import { authHawkFreshness } from "./hawk-freshness.ts";

/** The payload hash of no octets of no type. */
const EMPTY_HASH = crypto.calculatePayloadHash("", "sha256", "");

/** Every operation succeeds with the account's own Hawk credentials; the account is prepared afterwards. */
async function controlAll(account: Account, partition: Partition, judge = control): Promise<void> {
  await prepare(account, partition);
  for (const sample of samples(partition)) {
    if (sample.method === "DELETE") await prepare(account, partition);
    judge(await send(account, sample, byHawk(account)));
  }
  await prepare(account, partition);
}

export const authHawk = {
  ...authHawkFreshness,

  "auth.hawk": async ({ account, partition }) => {
    await controlAll(account, partition, expectSuccess);
    for (const sample of samples(partition)) {
      if (sample.body === null || sample.path.includes("{")) continue;
      if (sample.operation === "postSessions") continue;
      expectSuccess(await sendSignedAs(account, sample, { hash: null }));
    }
    for (const sample of requestsOfEachMethod(partition)) {
      expectSuccess(await sendSignedAs(account, sample, { ext: "some-app-data" }));
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
      for (const headers of [[], [["Transfer-Encoding", "chunked"]]] satisfies HeaderList[]) {
        const authorization = hawkHeader(account, "POST", path, { body });
        expectSuccess(await account.send("POST", path, body, { authorization, headers }));
      }
    }
    for (const query of isInReach("deleteCollection") ? ["ids=none", "ids=none%2Cno,not"] : []) {
      expectSuccess(await account.delete(path, { ...byHawk(account), query }));
    }
    // A request without a body has an empty one, for which a hash may vouch too.
    for (const sample of requestsOfEachMethod(partition).filter(({ body }) => body === null)) {
      expectSuccess(await sendSignedAs(account, sample, { hash: EMPTY_HASH }));
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
    for (const sample of requestsOfEachMethod(partition)) {
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
        expectUnauthorized(await sendSignedAs(account, sample, changed));
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
    for (const each of requests(partition)) {
      const wrong = Buffer.alloc(32).toString("base64");
      expectUnauthorized(await sendSignedAs(account, each, { hash: wrong }));
      // A body that the operation ignores is signed all the same.
      const body = each.method === "DELETE" ? RawBody.json({}) : each.body;
      if (body === null) continue;
      const sample = { ...each, body };
      const text = Buffer.from(body.bytes).toString();
      for (const other of [
        new RawBody(`${text} `, body.type),
        new RawBody("", body.type),
        new RawBody(text, "text/plain"),
      ]) {
        expectUnauthorized(await sendSignedAs(account, sample, { body: other }));
      }
    }
  },
} satisfies Partial<ChecksOf<"auth">>;
