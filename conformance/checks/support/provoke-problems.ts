/** Provokes a problem of each kind. */
import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { rowsInReach } from "./paths-in-reach.ts";
import { prepare } from "./sample-requests.ts";

/** The answer to a request that must be refused, with the status and code that the document gives for it. */
export interface Provoked {
  status: number;
  code: string;
  answer: Answer;
}

/** A way to provoke a problem. */
interface Provocation extends Omit<Provoked, "answer"> {
  path: string;
  ask: () => Promise<Answer>;
}

/**
 * Provokes a problem of each kind on a prepared account.
 * @param accept `Accept` of the requests whose success has no body, so that it affects nothing; by default none
 */
export async function provoke(account: Account, partition: Partition, accept?: string): Promise<Provoked[]> {
  await prepare(account, partition);
  const provoked: Provoked[] = [];
  for (const { path, ask, ...kind } of rowsInReach(waysOf(account, partition, accept), (way) => way.path)) {
    provoked.push({ ...kind, answer: await ask() });
  }
  return provoked;
}

function waysOf(account: Account, partition: Partition, accept?: string): Provocation[] {
  const headers: [string, string][] = accept === undefined ? [] : [["Accept", accept]];
  const path = `/${partition}/sample/a` as const;
  const missing = `/${partition}/missing/a` as const;
  const view = "/info/collections";
  const html: [string, string][] = [["Accept", "text/html"]];
  const valid = { payload: "x" };
  const way = (status: number, code: string, path: string, ask: Provocation["ask"]): Provocation => {
    return { status, code, path, ask };
  };
  return [
    way(401, "unauthorized", path, () => account.put(path, valid, { authorization: null, headers })),
    way(404, "not-found", "/no/such/thing", () => account.get("/no/such/thing", { headers })),
    way(404, "not-found", missing, () => account.delete(missing, { headers })),
    way(405, "method-not-allowed", view, () => account.send("PUT", view, RawBody.json(valid), { headers })),
    way(406, "not-acceptable", path, () => account.get(path, { headers: html })),
    way(412, "precondition-failed", path, () => account.put(path, valid, { ifUnmodified: 0, headers })),
    way(415, "unsupported-media-type", path, () =>
      account.put(path, new RawBody("x", "text/plain"), { headers }),
    ),
    way(422, "invalid-request", path, () => account.put(path, new RawBody("{"), { headers })),
  ];
}
