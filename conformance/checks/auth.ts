import { isDeepStrictEqual } from "node:util";
import type { Partition } from "../contract/document.ts";
import { type ChecksOf, needs } from "../engine/check.ts";
import { Broken, Inconclusive, Untested } from "../engine/outcomes.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { RawBody } from "../exchange/typed.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
  versionOf,
} from "./support/expect.ts";
import { prepare, samples, send, tour } from "./support/samples.ts";
import { changes, expectIdle } from "./support/state.ts";

/** No credentials, and such as no server can verify. */
const BAD = [null, "Bearer not-a-token", "Basic c3luYzpzeW5j"];

const CONCEALED = ["X-Last-Modified-Version", "X-Weave-Records", "X-Weave-Next-Offset"];

/** A 401; the code cannot be seen on HEAD. */
function expectUnauthorized(answer: Answer, method: string): Answer {
  return method === "HEAD" ? expectStatus(answer, 401) : expectProblem(answer, 401, "unauthorized");
}

/** Every operation, valid but for its credentials, must be refused. */
async function expectRefused(
  account: Account,
  partition: Partition,
  authorization: string | null,
): Promise<void> {
  for (const sample of samples(partition)) {
    expectUnauthorized(await send(account, sample, { authorization }), sample.method);
  }
}

/** Every operation succeeds with the account's own credentials; the account is prepared afterwards. */
async function controlAll(account: Account, partition: Partition): Promise<void> {
  await prepare(account, partition);
  for (const answer of await tour(account, partition)) control(answer);
  await prepare(account, partition);
}

/** The 401s to every operation without credentials and with bad ones; whether it has to be 401, other rules say. */
async function refusals(account: Account, partition: Partition): Promise<Answer[]> {
  const refused: Answer[] = [];
  for (const authorization of BAD) {
    for (const sample of samples(partition)) {
      const answer = await send(account, sample, { authorization });
      if (answer.status === 401) refused.push(answer);
    }
  }
  if (refused.length === 0) throw new Broken("set-up: nothing was answered 401");
  return refused;
}

export const auth = {
  "auth.bearer": async ({ account, partition }) => {
    expectSuccess(await account.put(`/${partition}/sample/a`, { payload: "x" }));
    for (const sample of samples(partition)) {
      if (sample.method === "DELETE") await prepare(account, partition);
      const answer = await send(account, sample);
      expectThat(answer, answer.ok, "a success", answer.status);
    }
  },

  "auth.missing": async ({ account, partition }) => {
    await controlAll(account, partition);
    await expectRefused(account, partition, null);
  },

  "auth.bad": async ({ account, partition }) => {
    await controlAll(account, partition);
    await expectRefused(account, partition, `${account.authorization}x`);
    const cut = account.authorization?.slice(0, -1) ?? "";
    const others = [cut, "Bearer", "Bearer not-a-token", "Basic c3luYzpzeW5j", "Nonsense", "Bearer a b c"];
    for (const authorization of others) {
      expectUnauthorized(await account.get(`/${partition}/sample/a`, { authorization }), "GET");
    }
  },

  "auth.foreign": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    if (account.authorization === other.authorization) {
      throw new Untested(
        "needs credentials that differ by account: put {account} into the token, or list accounts",
      );
    }
    await controlAll(account, partition);
    control(await other.get("/info/collections"), 200);
    await expectRefused(account, partition, other.authorization);
  }),

  "auth.unknown-path": async ({ account, partition }) => {
    control(await account.get("/info/collections"), 200);
    control(await account.get("/no/such/thing"), 404);
    for (const authorization of [null, "Bearer not-a-token"]) {
      const bad = { authorization };
      expectUnauthorized(await account.get("/no/such/thing", bad), "GET");
      expectUnauthorized(await account.get(`/${partition}/sample/missing`, bad), "GET");
      expectUnauthorized(await account.get(`/${partition}/a!b`, bad), "GET");
      expectUnauthorized(await account.send("PUT", "/info/collections", RawBody.json({}), bad), "PUT");
      expectUnauthorized(await account.delete("/info/collections", bad), "DELETE");
      expectUnauthorized(
        await account.put(`/${partition}/sample/a`, new RawBody("{", "text/plain"), bad),
        "PUT",
      );
    }
  },

  "auth.challenge": async ({ account, partition }) => {
    control(await account.get("/info/collections"), 200);
    for (const answer of await refusals(account, partition)) {
      const challenge = answer.header("WWW-Authenticate");
      // A parameter such as realm="Bearer, please" names no scheme.
      const schemes = challenge?.replace(/"(?:[^"\\]|\\.)*"/g, '""') ?? "";
      const named = /(?:^|[,\s])(?:bearer|hawk)(?:$|[,\s])/i.test(schemes);
      expectThat(answer, named, "WWW-Authenticate to name Bearer or Hawk", challenge);
    }
  },

  "auth.conceals.headers": async ({ account, partition }) => {
    await prepare(account, partition);
    versionOf(control(await account.get(`/${partition}/sample`), 200));
    for (const answer of await refusals(account, partition)) {
      for (const name of CONCEALED) {
        const value = answer.header(name);
        expectThat(answer, value === undefined, `no ${name}`, `${name}: ${value}`);
      }
    }
  },

  "auth.conceals.body": async ({ account, partition }) => {
    const asks = [`/${partition}/sample`, `/${partition}/sample/a`].flatMap((path) =>
      [null, "Bearer not-a-token"].map((authorization) => async () => {
        const answer = await account.get(path, { authorization });
        return expectProblem(answer, 401, "unauthorized");
      }),
    );
    const missing: unknown[] = [];
    for (const ask of asks) {
      const problem = essence(await ask());
      if (!isDeepStrictEqual(problem, essence(await ask()))) {
        throw new Inconclusive("a 401 says something else each time, whether or not its target exists");
      }
      missing.push(problem);
    }
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/a`), 200);
    for (const ask of asks) {
      const existing = await ask();
      expectEqual(existing, "the problem, as for what does not exist,", essence(existing), missing.shift());
    }
  },

  "auth.acts-not": async ({ account, partition }) => {
    const missing = changes(partition)
      .filter(({ method }) => method !== "DELETE")
      .map((sample) => ({
        ...sample,
        path: sample.path.replace("sample", "missing"),
      }));
    const requests = BAD.flatMap((authorization) =>
      [...changes(partition), ...missing].map((sample) => () => send(account, sample, { authorization })),
    );
    await expectIdle(account, partition, requests, 401);
  },
} satisfies ChecksOf<"auth">;

/** What a problem says, without what may differ from one occurrence to the next. */
function essence(answer: Answer): unknown {
  const { code, title = null, detail = null } = answer.json as Record<string, unknown>;
  return { code, title, detail };
}
