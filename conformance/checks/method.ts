import { operationsAt } from "../contract/match.ts";
import type { ChecksOf } from "../engine/check.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { RawBody } from "../exchange/typed.ts";
import { control, expectProblem, expectStatus, expectThat } from "./support/expect.ts";
import { prepare } from "./support/samples.ts";

const INFO = ["collections", "collection_counts", "collection_usage", "quota", "configuration"];

/** Methods of the protocol that it gives to none of these paths. */
const REFUSED: [method: string, path: string][] = [
  ...INFO.flatMap((view) =>
    ["PUT", "POST", "DELETE"].map((method): [string, string] => [method, `/info/${view}`]),
  ),
  ["PUT", "/storage"],
  ["PUT", "/storage/sample"],
];

/** One that nobody knows, and two that HTTP libraries know and hand on to a server that does not. */
const UNKNOWN = ["FROBNICATE", "MKCOL", "PATCH"];

async function eachRefused(account: Account, judge: (answer: Answer, path: string) => void): Promise<void> {
  await prepare(account);
  for (const path of ["/info/collections", "/storage/sample", "/storage/sample/a"])
    control(await account.get(path), 200);
  for (const [method, path] of REFUSED) {
    const body = method === "DELETE" ? null : RawBody.json({ payload: "x" });
    judge(await account.send(method, path, body), path);
  }
}

export const method = {
  "method.not-allowed": ({ account }) =>
    eachRefused(account, (answer) => {
      expectProblem(answer, 405, "method-not-allowed");
    }),

  "method.allow": ({ account }) =>
    eachRefused(account, (answer, path) => {
      expectStatus(answer, 405);
      const allowed = (answer.header("Allow") ?? "").split(",").map((name) => name.trim());
      const missing = operationsAt(path)
        .map((operation) => operation.method)
        .filter((name) => !allowed.includes(name));
      expectThat(
        answer,
        missing.length === 0,
        `Allow to list ${missing.join(", ")}`,
        `Allow: ${allowed.join(", ")}`,
      );
    }),

  "method.unknown": async ({ account }) => {
    await prepare(account);
    for (const path of ["/info/collections", "/storage/sample/a"]) {
      control(await account.get(path), 200);
      for (const method of UNKNOWN) expectStatus(await account.send(method, path, null), 405, 501);
    }
  },
} satisfies ChecksOf<"method">;
