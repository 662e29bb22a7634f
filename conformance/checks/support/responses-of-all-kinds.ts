/** Collects responses of all kinds, for rules about every response. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { control } from "./expect.ts";
import { rowsInReach } from "./paths-in-reach.ts";
import { prepare, reads, samples, send } from "./sample-requests.ts";

/**
 * Responses of all kinds to requests with credentials: a success of every operation, 304s, and problems. Other rules
 * check the status of each problem.
 * @param headers header fields of every request
 */
export async function responses(
  account: Account,
  partition: Partition,
  headers: HeaderList = [],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  await prepare(account, partition);
  for (const sample of samples(partition)) {
    if (sample.method === "DELETE") await prepare(account, partition);
    answers.push(control(await send(account, sample, { headers }), ...sample.success));
  }
  await prepare(account, partition);
  for (const sample of reads(partition)) {
    answers.push(await send(account, sample, { headers, ifModified: Number.MAX_SAFE_INTEGER }));
  }
  const path = `/${partition}/sample/a` as const;
  const valid = RawBody.json({ payload: "x" });
  const problems: [path: string, ask: () => Promise<Answer>][] = [
    ["/no/such/thing", () => account.get("/no/such/thing", { headers })],
    ["/info/collections", () => account.send("PUT", "/info/collections", valid, { headers })],
    [`/${partition}/missing`, () => account.get(`/${partition}/missing`, { headers })],
    [path, () => account.get(path, { headers: [...headers, ["Accept", "text/html"]] })],
    [path, () => account.put(path, valid, { headers, ifUnmodified: 0 })],
    [path, () => account.put(path, new RawBody("x", "text/plain"), { headers })],
    [path, () => account.put(path, new RawBody("{"), { headers })],
    ["/sessions/none", () => account.get("/sessions/none", { headers })],
    ["/messages/none", () => account.delete("/messages/none", { headers })],
  ];
  for (const [, ask] of rowsInReach(problems, ([path]) => path)) answers.push(await ask());
  return answers;
}
