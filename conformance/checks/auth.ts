import { type ChecksOf, needs } from "../engine/check.ts";
import { Untested } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { RawBody } from "../exchange/typed.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectThat,
  versionOf,
} from "./support/expect.ts";
import { prepare, SAMPLES, send, tour } from "./support/samples.ts";

const CONCEALED = ["X-Last-Modified-Version", "X-Weave-Store", "X-Weave-Records", "X-Weave-Next-Offset"];

/** A 401; the code cannot be seen on HEAD. */
function expectUnauthorized(answer: Answer, method: string): Answer {
  return method === "HEAD" ? expectStatus(answer, 401) : expectProblem(answer, 401, "unauthorized");
}

/** Every operation, valid but for its credentials, must be refused. */
async function expectRefused(account: Account, authorization: string | null): Promise<void> {
  for (const sample of SAMPLES) {
    expectUnauthorized(await send(account, sample, { authorization }), sample.method);
  }
}

/** Every operation succeeds with the account's own credentials; the account is prepared afterwards. */
async function controlAll(account: Account): Promise<void> {
  await prepare(account);
  for (const answer of await tour(account)) control(answer);
  await prepare(account);
}

export const auth = {
  "auth.bearer": async ({ account }) => {
    expectStatus(await account.get("/info/collections"), 200);
    expectStatus(await account.put("/storage/sample/a", { payload: "x" }), 201);
    expectStatus(await account.get("/storage/sample/a"), 200);
    expectStatus(await account.delete("/storage/sample"), 204);
  },

  "auth.missing": async ({ account }) => {
    await controlAll(account);
    await expectRefused(account, null);
  },

  "auth.bad": async ({ account }) => {
    await controlAll(account);
    await expectRefused(account, `${account.authorization}x`);
    const others = ["Bearer", "Bearer not-a-token", "Basic c3luYzpzeW5j", "Nonsense", "Bearer a b c"];
    for (const authorization of others) {
      expectUnauthorized(await account.get("/storage/sample/a", { authorization }), "GET");
    }
  },

  "auth.foreign": needs({ accounts: 2 }, async ({ account, other }) => {
    if (account.authorization === other.authorization) {
      throw new Untested(
        "needs credentials that differ by account: put {account} into the token, or list accounts",
      );
    }
    await controlAll(account);
    control(await other.get("/info/collections"), 200);
    await expectRefused(account, other.authorization);
  }),

  "auth.unknown-path": async ({ account }) => {
    control(await account.get("/info/collections"), 200);
    const bad = { authorization: null };
    expectUnauthorized(await account.get("/no/such/thing", bad), "GET");
    expectUnauthorized(await account.get("/storage/sample/missing", bad), "GET");
    expectUnauthorized(await account.get("/storage/a!b", bad), "GET");
    expectUnauthorized(await account.send("PATCH", "/info/collections", RawBody.json({}), bad), "PATCH");
    expectUnauthorized(await account.put("/storage/sample/a", new RawBody("{", "text/plain"), bad), "PUT");
  },

  "auth.challenge": async ({ account }) => {
    control(await account.get("/info/collections"), 200);
    const answer = expectStatus(await account.get("/info/collections", { authorization: null }), 401);
    const challenge = answer.header("WWW-Authenticate");
    const named = /(?:^|[,\s])(?:bearer|hawk)(?:$|[,\s])/i.test(challenge ?? "");
    expectThat(answer, named, "WWW-Authenticate to name Bearer or Hawk", challenge);
  },

  "auth.conceals.headers": async ({ account }) => {
    await prepare(account);
    versionOf(control(await account.get("/storage/sample"), 200));
    for (const path of ["/storage/sample", "/storage/sample/a", "/info/collections"]) {
      const answer = expectStatus(await account.get(path, { authorization: null }), 401);
      for (const name of CONCEALED) {
        const value = answer.header(name);
        expectThat(answer, value === undefined, `no ${name}`, `${name}: ${value}`);
      }
    }
  },

  "auth.conceals.body": async ({ account }) => {
    const ask = () => account.get("/storage/sample/a", { authorization: null });
    const missing = expectProblem(await ask(), 401, "unauthorized");
    await prepare(account);
    control(await account.get("/storage/sample/a"), 200);
    const existing = expectProblem(await ask(), 401, "unauthorized");
    expectEqual(existing, "the problem, as for what does not exist,", essence(existing), essence(missing));
  },
} satisfies ChecksOf<"auth">;

/** What a problem says, without what may differ from one occurrence to the next. */
function essence(answer: Answer): unknown {
  const { code, title = null, detail = null } = answer.json as Record<string, unknown>;
  return { code, title, detail };
}
