import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { checks } from "../../checks/index.ts";
import { type Credentials, keyring } from "../../exchange/credentials.ts";
import { signHawk } from "../../exchange/hawk.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { faults } from "../../reference/faults/index.ts";
import type { Handler } from "../../reference/http-handler.ts";
import { startReference } from "../../reference/server.ts";
import type { Exchange } from "../../results/report-model.ts";
import { judgeRule } from "../../runner/judge/judge-rule.ts";
import type { GivenAccount } from "../../runner/target.ts";
import { CANARY, targetAt, withLabAt } from "../support/account-lenders.ts";

const secretOf = (account: string) => `${CANARY}-${account}'"$x`;
const plainOf = (account: string) => `${CANARY}-${account}-end`;

/** Takes Basic instead of Bearer: the password is the token, and the user name that of the account. */
const basic =
  (next: Handler): Handler =>
  (request, env) => {
    const [, pair = ""] = /^Basic (.*)$/.exec(request.headers.get("authorization") ?? "") ?? [];
    const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(pair, "base64").toString()) ?? [];
    const headers = new Headers(request.headers);
    const name = /\/2\.0\/([^/?]*)/.exec(env.incoming.url ?? "")?.[1] ?? "";
    headers.set("Authorization", `Bearer ${password === secretOf(name) ? plainOf(name) : "wrong"}`);
    return next(new Request(request, { headers }), env);
  };

/** A Hawk header for the request of an exchange, as somebody makes it who has the key. */
function signed({ request }: Exchange, key: string): string {
  const url = new URL(request.url);
  const [, id = ""] = /^\/2\.0\/([^/?]*)/.exec(url.pathname) ?? [];
  const type = request.headers.find(([name]) => name === "Content-Type")?.[1] ?? null;
  const body = request.body && new RawBody(request.body.text, type);
  return signHawk(
    { id, key: key.replace("{account}", id) },
    { method: request.method, endpoint: url, target: url.pathname + url.search, body },
  );
}

/** What curl prints. The server is one of this process, so that nothing may wait here. */
function pasted(line: string, env: Record<string, string>): Promise<string> {
  return text(spawn("sh", ["-c", line], { env, stdio: ["ignore", "pipe", "inherit"] }).stdout);
}

interface Case {
  keys: (name: string) => Credentials;
  /** What the reader of the report sets; `name` is that of the account of the exchange. */
  env: (exchange: Exchange, name: string) => Record<string, string>;
  listed?: boolean;
  wrap?: (next: Handler) => Handler;
}

const CASES: Record<string, Case> = {
  "a token with {account}": {
    keys: (name) => ({ scheme: "bearer", token: plainOf(name) }),
    env: () => ({ SYNC2_TOKEN: plainOf("{account}") }),
  },
  "the token of a listed account": {
    keys: (name) => ({ scheme: "bearer", token: plainOf(name) }),
    env: (_, name) => ({ SYNC2_TOKEN: plainOf(name) }),
    listed: true,
  },
  "a user name and a password": {
    keys: (name) => ({ scheme: "basic", username: name, password: secretOf(name) }),
    env: () => ({ SYNC2_USERNAME: "{account}", SYNC2_PASSWORD: secretOf("{account}") }),
    wrap: basic,
  },
  "a new Hawk header": {
    keys: (name) => ({ scheme: "hawk", id: name, key: plainOf(name) }),
    env: (exchange) => ({ SYNC2_AUTHORIZATION: signed(exchange, plainOf("{account}")) }),
  },
};

describe.skipIf(spawnSync("curl", ["--version"]).error !== undefined)(
  "the line of a violation, pasted into a shell, shows it again",
  () => {
    test.each(Object.entries(CASES))(
      "with %s",
      async (_, { keys, env, listed = false, wrap = (same) => same }) => {
        const { handler = (same: Handler) => same } = faults["record.created"];
        const server = await startReference({ token: plainOf, wrap: (next) => wrap(handler(next)) });
        const account = (name: string): GivenAccount => ({
          name,
          endpoint: server.endpoint.replace("{account}", name),
          keys: keyring(keys(name)),
        });
        const { endpoint } = server;
        const place = listed
          ? { endpoint: "", accounts: ["one", "two"].map(account) }
          : { endpoint, keys: keyring(keys("{account}")) };
        try {
          const { outcome, violation, exchanges } = await withLabAt(targetAt("", place), (lab) =>
            judgeRule("record.created", checks["record.created"], lab),
          );
          const shown = exchanges.find(({ id }) => id === violation?.exchange) as Exchange;
          expect({ outcome, status: shown.response?.status }).toEqual({ outcome: "violated", status: 204 });
          expect(violation?.curl).not.toContain(CANARY);

          const name = /\/2\.0\/([^/]*)/.exec(shown.request.url)?.[1] ?? "";
          const { PATH = "" } = process.env;
          expect(await pasted(violation?.curl ?? "", { PATH, ...env(shown, name) })).toMatch(
            /^HTTP\/1\.1 204 /,
          );
          // What it is made of counts.
          expect(await pasted(violation?.curl ?? "", { PATH })).toMatch(/^HTTP\/1\.1 401 /);
        } finally {
          await server.close();
        }
      },
    );
  },
);
