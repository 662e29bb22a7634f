/** Checks that a method that a path does not have is answered 405 with `Allow`, and changes nothing. */
import type { Partition } from "../contract/document.ts";
import { operationsAt } from "../contract/find-operation.ts";
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import { RawBody } from "../exchange/typed-bodies.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { control, expectProblem, expectStatus, expectThat } from "./support/expect.ts";
import { expectIdle } from "./support/expect-unchanged.ts";
import { rowsInReach } from "./support/paths-in-reach.ts";
import { prepare, requests } from "./support/sample-requests.ts";

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];

/** Methods of the protocol that it does not give to these paths; the answer to a HEAD would have no code. */
function refused(partition: Partition): [method: string, path: string][] {
  const paths = requests(partition).map(({ path }) => path.replace("{session}", "none"));
  return [...new Set(paths)].flatMap((path) => {
    const defined = operationsAt(path).map((operation) => operation.method);
    const others = METHODS.filter((name) => name !== "HEAD" && !defined.includes(name));
    return others.map((name): [string, string] => [name, path]);
  });
}

/** One that nobody knows, and two that HTTP libraries know and hand on to a server that does not. */
const UNKNOWN = ["FROBNICATE", "MKCOL", "PATCH"];

async function eachRefused(
  account: Account,
  partition: Partition,
  judge: (answer: Answer, path: string) => void,
): Promise<void> {
  await prepare(account, partition);
  const paths = ["/info/collections", `/${partition}`, `/${partition}/sample`, `/${partition}/sample/a`];
  for (const path of rowsInReach(paths, (same) => same)) control(await account.get(path), 200);
  for (const [method, path] of refused(partition)) {
    const bodied = method === "PUT" || method === "POST";
    judge(await account.send(method, path, bodied ? RawBody.json({ payload: "x" }) : null), path);
  }
}

export const method = {
  "method.not-allowed": ({ account, partition }) =>
    eachRefused(account, partition, (answer) => {
      expectProblem(answer, 405, "method-not-allowed");
    }),

  "method.allow": ({ account, partition }) =>
    eachRefused(account, partition, (answer, path) => {
      expectStatus(answer, 405);
      const allowed = (answer.header("Allow") ?? "").split(",").map((name) => name.trim());
      const known = operationsAt(path).map((operation) => operation.method);
      expectThat(
        answer,
        known.every((name) => allowed.includes(name)),
        `Allow to list ${known.join(", ")}`,
        `Allow: ${allowed.join(", ")}`,
      );
    }),

  "method.acts-not": ({ account, partition }) => {
    const bodies = [
      { payload: "other" },
      [{ id: "a", payload: "other" }],
      [{ collection: "sample", id: "a", payload: "other" }],
      [],
    ].map((body) => RawBody.json(body));
    const requests = refused(partition).flatMap(([method, path]) =>
      (method === "PUT" || method === "POST" ? bodies : [null]).map(
        (body) => () => account.send(method, path, body),
      ),
    );
    const patches = [`/${partition}/sample/a`, `/${partition}/sample`].flatMap((path) =>
      bodies.map((body) => () => account.send("PATCH", path, body)),
    );
    return expectIdle(account, partition, [...requests, ...patches], 405);
  },

  "method.unknown": async ({ account, partition }) => {
    await prepare(account, partition);
    const paths = ["/info/collections", `/${partition}`, `/${partition}/sample/a`];
    for (const path of rowsInReach(paths, (same) => same)) {
      control(await account.get(path), 200);
      for (const method of UNKNOWN) expectStatus(await account.send(method, path, null), 405, 501);
    }
  },
} satisfies ChecksOf<"method">;
