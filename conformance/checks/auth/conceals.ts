/** Checks that a 401 does not reveal what an account holds, and that its request changes nothing. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { uriComponent } from "../../results/format-text.ts";
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive } from "../../runner/outcomes.ts";
import type { Session } from "../support/begun-session.ts";
import { control, expectEqual, expectProblem, expectThat, present, versionOf } from "../support/expect.ts";
import { changes, expectIdle } from "../support/expect-unchanged.ts";
import { put, read } from "../support/fixtures.ts";
import { Client, idsOf } from "../support/message-client.ts";
import { prepare, send } from "../support/sample-requests.ts";
import { INVALID_CREDENTIALS, unauthorized } from "../support/unauthorized.ts";
import { withSessions } from "../support/with-sessions.ts";

const CONCEALED = [
  "X-Last-Modified-Version",
  "X-Weave-Records",
  "X-Weave-Next-Offset",
  "X-Weave-Quota-Remaining",
  "X-Weave-Alert",
];

/** What a problem says, without what may differ from one occurrence to the next. */
function essence(answer: Answer): unknown {
  const { code, title = null, detail = null } = answer.json as Record<string, unknown>;
  return { code, title, detail };
}

const conceals = {
  "auth.conceals.headers": needs({ scenario: "message" }, async ({ account, partition }) => {
    await prepare(account, partition);
    versionOf(control(await account.get(`/${partition}/sample`), 200));
    for (const answer of await unauthorized(account, partition)) {
      for (const name of CONCEALED) {
        const value = answer.header(name);
        expectThat(answer, value === undefined, `no ${name}`, `${name}: ${value}`);
      }
    }
  }),

  "auth.conceals.body": needs(
    { scenario: "message" },
    withSessions(async ({ account, partition, begin }) => {
      const ask = async (path: string, authorization: string | null) => {
        return expectProblem(await account.get(path, { authorization }), 401, "unauthorized");
      };
      const records = [`/${partition}/sample`, `/${partition}/sample/a`].flatMap((path) =>
        [null, "Bearer not-a-token"].map((authorization) => () => ask(path, authorization)),
      );
      const missing: unknown[] = [];
      for (const again of records) {
        const problem = essence(await again());
        if (!isDeepStrictEqual(problem, essence(await again()))) {
          throw new Inconclusive("a 401 says something else each time, whether or not its target exists");
        }
        missing.push(problem);
      }
      await prepare(account, partition);
      control(await account.get(`/${partition}/sample/a`), 200);
      for (const again of records) {
        const existing = await again();
        expectEqual(existing, "the problem, as for what does not exist,", essence(existing), missing.shift());
      }

      const session = await begin({ scope: [`${partition}/c`] });
      const unknown = randomUUID();
      const messages = (await new Client(account).pending()).slice(0, 1);
      for (const [path, id] of [
        ["/sessions/", uriComponent(session.id)],
        ...messages.map((message) => ["/messages/", message.id] as const),
      ] as const) {
        for (const authorization of [null, "Bearer not-a-token"]) {
          const method = path === "/messages/" ? "DELETE" : "GET";
          const of = async (name: string) => {
            const answer = await account.send(method, `${path}${name}`, null, { authorization });
            // What is asked for may be named.
            const said = JSON.stringify(essence(expectProblem(answer, 401, "unauthorized")));
            return { answer, said: said.replaceAll(name, "…") };
          };
          const existing = await of(id);
          const expected = (await of(unknown)).said;
          expectEqual(existing.answer, "the problem, as for what does not exist,", existing.said, expected);
        }
      }
      control(await session.state(), 200);
    }),
  ),
} satisfies Partial<ChecksOf<"auth">>;

const idle = {
  "auth.acts-not": needs(
    { scenario: "message" },
    withSessions(async ({ account, partition, begin }) => {
      const missing = changes(partition)
        .filter(({ method }) => method !== "DELETE")
        .map((sample) => ({ ...sample, path: sample.path.replace("sample", "missing") }));
      const requests = INVALID_CREDENTIALS.flatMap((authorization) =>
        [...changes(partition), ...missing].map((sample) => () => send(account, sample, { authorization })),
      );
      await expectIdle(account, partition, requests, 401);

      const path = `/${partition}/c/a` as const;
      await put(account, path, { payload: "before" });
      const list = RawBody.json([{ id: "b" }]);
      const scope = RawBody.json({ scope: [`${partition}/d`] });
      for (const authorization of INVALID_CREDENTIALS) {
        for (const request of [
          (session: Session) => account.send("POST", `/${partition}/c`, list, session.own({ authorization })),
          (session: Session) => account.send("POST", `${session.path}/commit`, null, { authorization }),
          (session: Session) => account.delete(session.path, { authorization }),
          () => account.send("POST", "/sessions", scope, { authorization }),
        ]) {
          const session = await begin({ scope: [`${partition}/c`] });
          await session.stage("PUT", path, { payload: "after" });
          const { staged } = control(await session.state(), 200).json ?? {};
          const answer = await request(session);
          if (answer.status !== 401) continue;
          const state = control(await session.state(), 200, 410);
          expectEqual(answer, "what is staged", state.json?.staged ?? null, present("staged", staged));
          expectEqual(answer, "the payload", (await read(account, path)).payload, "before");
          const { status } = control(await account.put(`/${partition}/d/a`, { payload: "x" }), 201, 204, 409);
          expectThat(answer, status !== 409, "no other session", "one that keeps others from writing");
          control(await session.abort(), 204);
        }
      }

      const client = new Client(account);
      const [message] = (await client.pending()).toSorted((a, b) => b.expires - a.expires);
      if (!message) return;
      for (const authorization of INVALID_CREDENTIALS) {
        const answer = await account.delete(`/messages/${message.id}`, client.own({ authorization }));
        const listed = idsOf(await client.pending());
        if (answer.status === 401) {
          expectThat(answer, listed.includes(message.id), `the message ${message.id} to be pending`, listed);
        }
      }
    }),
  ),
} satisfies Partial<ChecksOf<"auth">>;

export const authConceals = { ...conceals, ...idle } satisfies Partial<ChecksOf<"auth">>;
