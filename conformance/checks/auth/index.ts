/** The checks of `auth.*`: which credentials a server takes, and how it answers 401 to all others. */
import { isDeepStrictEqual } from "node:util";
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import { schemesOf } from "../../exchange/authentication-challenge.ts";
import { type Credentials, swapCase, withWrongSecret } from "../../exchange/credentials.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Broken, Untested } from "../../runner/outcomes.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { everythingRefused } from "../support/everything-refused.ts";
import { control, expectSuccess, expectThat } from "../support/expect.ts";
import { rowsInReach } from "../support/paths-in-reach.ts";
import { prepare, samples, send, tour } from "../support/sample-requests.ts";
import { expectAllUnauthorized, expectUnauthorized, unauthorized } from "../support/unauthorized.ts";
import { authConceals } from "./conceals.ts";
import { authHawk } from "./hawk.ts";

/** Every operation succeeds with the account's own credentials; the account is prepared afterwards. */
async function controlAll(account: Account, partition: Partition): Promise<void> {
  await prepare(account, partition);
  for (const answer of await tour(account, partition)) control(answer);
  await prepare(account, partition);
}

/** Ways to get credentials wrong, the last character of a secret among them. */
function wrong(account: Account): Options[] {
  const { credentials } = account;
  const changed: Credentials[] =
    credentials.scheme === "bearer"
      ? [credentials.token.slice(0, -1), swapCase(credentials.token)]
          .filter((token) => token !== credentials.token)
          .map((token) => ({ ...credentials, token }))
      : [];
  const others = [
    "Bearer",
    "Bearer not-a-token",
    "Basic c3luYzpzeW5j",
    "Nonsense",
    "Bearer a b c",
    "Hawk",
    "Hawk x",
  ];
  return [
    ...[withWrongSecret(credentials), ...changed].map((each) => ({ credentials: each })),
    ...others.map((authorization) => ({ authorization })),
  ];
}

const lower = (name: string) => name.toLowerCase();
const upper = (name: string) => name.toUpperCase();

/** Credentials of the account by scheme, as far as they are known. */
function known({ credentials, hawk }: Account): Credentials[] {
  const main = credentials.scheme === "none" ? [] : [credentials];
  return hawk && credentials.scheme !== "hawk" ? [...main, { scheme: "hawk", ...hawk }] : main;
}

export const auth = {
  "auth.bearer": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const sample of samples(partition)) {
      if (sample.method === "DELETE") await prepare(account, partition);
      const answer = await send(account, sample);
      expectThat(answer, answer.ok, "a success", answer.status);
    }
  },

  "auth.missing": async ({ account, partition }) => {
    await controlAll(account, partition);
    await expectAllUnauthorized(account, partition, { authorization: null });
    // Whatever else is wrong with it.
    const malformed: Options = {
      headers: [["X-Weave-Client", "x".repeat(65)]],
      ifModified: "x",
      query: "limit=0",
    };
    for (const path of rowsInReach(
      ["/info/collections", `/${partition}/sample`, "/messages"],
      (same) => same,
    )) {
      expectUnauthorized(await account.get(path, { ...malformed, authorization: null }));
    }
  },

  "auth.bad": async ({ account, partition }) => {
    await controlAll(account, partition);
    const [first = {}, ...more] = wrong(account);
    await expectAllUnauthorized(account, partition, first);
    for (const options of more) {
      const paths = ["/info/collections", `/${partition}/sample/a`, "/messages", "/sessions/none"];
      for (const path of rowsInReach(paths, (same) => same)) {
        expectUnauthorized(await account.get(path, options));
      }
    }
  },

  "auth.expired": needs({ ordinary: true }, (context) =>
    everythingRefused(context, { status: 401, code: "unauthorized" }),
  ),

  "auth.scheme.case": async ({ account, partition }) => {
    const taken = [];
    for (const credentials of known(account)) {
      // That a scheme is taken shows when it is used; whether it has to be, other rules say.
      if ((await account.get("/info/collections", { credentials })).ok) taken.push(credentials);
    }
    if (taken.length === 0) throw new Untested("needs credentials: the target is reached without any");
    for (const credentials of taken) {
      for (const spellScheme of [lower, upper, swapCase]) {
        const options = { credentials, spellScheme };
        expectSuccess(await account.put(`/${partition}/sample/a`, { payload: "x" }, options));
        const read = expectSuccess(await account.get(`/${partition}/sample/a`, options));
        // A server that says yes to everything takes any scheme, and shows nothing by it.
        if (read.json?.payload !== "x") throw new Broken(`set-up: ${read.asked} should show what was put`);
        expectSuccess(await account.head("/info/collections", options));
        if (!isInReach("deleteCollection")) continue;
        expectSuccess(await account.delete(`/${partition}/sample`, options));
      }
    }
  },

  "auth.foreign": needs({ accounts: 2 }, async ({ account, other, partition }) => {
    if (isDeepStrictEqual(account.credentials, other.credentials)) {
      throw new Untested(
        "needs credentials that differ by account: put {account} into the token, or list accounts",
      );
    }
    await controlAll(account, partition);
    control(await other.get("/info/collections"), 200);
    await expectAllUnauthorized(account, partition, { credentials: other.credentials });
  }),

  "auth.unknown-path": async ({ account, partition }) => {
    control(await account.get("/info/collections"), 200);
    control(await account.get("/no/such/thing"), 404);
    const broken = new RawBody("{", "text/plain");
    for (const authorization of [null, "Bearer not-a-token"]) {
      const all = [
        ["GET", "/no/such/thing", null],
        ["GET", `/${partition}/sample/missing`, null],
        ["GET", `/${partition}/a!b`, null],
        ["GET", "/sessions/none", null],
        ["POST", "/sessions/none/commit", null],
        ["DELETE", "/messages/none", null],
        ["PUT", "/info/collections", RawBody.json({})],
        ["POST", "/messages", RawBody.json({})],
        ["DELETE", "/info/collections", null],
        ["PUT", `/${partition}/sample/a`, broken],
        ["POST", "/sessions", broken],
      ] satisfies [string, string, RawBody | null][];
      for (const [method, path, body] of rowsInReach(all, ([, path]) => path)) {
        expectUnauthorized(await account.send(method, path, body, { authorization }));
      }
    }
  },

  "auth.challenge": async ({ account, partition }) => {
    control(await account.get("/info/collections"), 200);
    for (const answer of await unauthorized(account, partition)) {
      const named = schemesOf(answer).some((scheme) => scheme === "bearer" || scheme === "hawk");
      expectThat(answer, named, "WWW-Authenticate to name Bearer or Hawk", answer.header("WWW-Authenticate"));
    }
  },

  "auth.challenge.offered": async ({ account, partition }) => {
    const taken: string[] = [];
    for (const credentials of known(account)) {
      // That a scheme is taken shows when it is used; whether it has to be, other rules say.
      if ((await account.get("/info/collections", { credentials })).ok) taken.push(credentials.scheme);
    }
    if (taken.length === 0) throw new Untested("needs credentials: the target is reached without any");
    const paths = ["/info/collections", `/${partition}`, "/sessions/none", "/messages", "/no/such/thing"];
    for (const path of rowsInReach(paths, (same) => same)) {
      const answer = expectUnauthorized(await account.get(path, { authorization: null }));
      const offered = schemesOf(answer);
      const holds = taken.every((scheme) => offered.includes(scheme));
      const expected = `a challenge for ${taken.join(" and ")}, which the server takes,`;
      expectThat(answer, holds, expected, answer.header("WWW-Authenticate"));
    }
  },

  ...authConceals,
  ...authHawk,
} satisfies ChecksOf<"auth">;
