import type { Partition } from "../../contract/document.ts";
import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed.ts";
import { prepare } from "./samples.ts";

/** A request that must be answered by a problem, and the code that the document gives for it. */
export interface Provoked {
  status: number;
  code: string;
  answer: Answer;
}

/**
 * Provokes a problem of each kind on a prepared account.
 * @param accept `Accept` of the requests whose success has no body, so that it decides nothing; none where left out
 */
export async function provoke(account: Account, partition: Partition, accept?: string): Promise<Provoked[]> {
  await prepare(account, partition);
  const headers: [string, string][] = accept === undefined ? [] : [["Accept", accept]];
  const path = `/${partition}/sample/a` as const;
  const html: [string, string][] = [["Accept", "text/html"]];
  const valid = { payload: "x" };
  return [
    {
      status: 401,
      code: "unauthorized",
      answer: await account.put(path, valid, { authorization: null, headers }),
    },
    { status: 404, code: "not-found", answer: await account.get("/no/such/thing", { headers }) },
    { status: 404, code: "not-found", answer: await account.delete(`/${partition}/missing`, { headers }) },
    {
      status: 405,
      code: "method-not-allowed",
      answer: await account.send("PUT", "/info/collections", RawBody.json(valid), { headers }),
    },
    { status: 406, code: "not-acceptable", answer: await account.get(path, { headers: html }) },
    {
      status: 412,
      code: "precondition-failed",
      answer: await account.put(path, valid, { ifUnmodified: 0, headers }),
    },
    {
      status: 415,
      code: "unsupported-media-type",
      answer: await account.put(path, new RawBody("x", "text/plain"), { headers }),
    },
    { status: 422, code: "invalid-request", answer: await account.put(path, new RawBody("{"), { headers }) },
  ];
}
