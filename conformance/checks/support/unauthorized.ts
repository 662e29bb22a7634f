/** Checks that requests with wrong credentials are answered 401. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { Broken } from "../../runner/outcomes.ts";
import { expectProblem, expectStatus } from "./expect.ts";
import { requests, send } from "./sample-requests.ts";

/** No credentials, and some that no server can verify. */
export const INVALID_CREDENTIALS = [null, "Bearer not-a-token", "Basic c3luYzpzeW5j"];

/** The rule requires a 401; the answer to a HEAD has no code. */
export function expectUnauthorized(answer: Answer): Answer {
  if (answer.exchange.request.method === "HEAD") return expectStatus(answer, 401);
  return expectProblem(answer, 401, "unauthorized");
}

/** The rule requires a server to refuse every operation that is valid except for its credentials. */
export async function expectAllUnauthorized(
  account: Account,
  partition: Partition,
  options: Options,
): Promise<void> {
  for (const sample of requests(partition)) expectUnauthorized(await send(account, sample, options));
}

/** The 401s to every operation with missing or wrong credentials; other rules check that all are 401. */
export async function unauthorized(account: Account, partition: Partition): Promise<Answer[]> {
  const refused: Answer[] = [];
  for (const authorization of INVALID_CREDENTIALS) {
    for (const sample of requests(partition)) {
      const answer = await send(account, sample, { authorization });
      if (answer.status === 401) refused.push(answer);
    }
  }
  if (refused.length === 0) throw new Broken("set-up: nothing was answered 401");
  return refused;
}
