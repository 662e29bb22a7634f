/** Checks that a server refuses every request, as during maintenance. */
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, expectProblem, expectStatus } from "./expect.ts";
import { prepare, requests, tour } from "./sample-requests.ts";

/** The answer of a server that performs nothing, for any client or for this one. */
export interface Refusal {
  status: number;
  code: string;
}

/** No credentials, and some that no server can verify. */
const INVALID_CREDENTIALS = [
  null,
  "Bearer not-a-token",
  "Basic c3luYzpzeW5j",
  'Hawk id="nobody", ts="1", nonce="x", mac="eA=="',
  "Nonsense",
];

/** The rule requires a refusal; the answer to a HEAD has no code. */
function expectRefusal(answer: Answer, { status, code }: Refusal): void {
  if (answer.exchange.request.method === "HEAD") expectStatus(answer, status);
  else expectProblem(answer, status, code);
}

/**
 * Sends one request for each operation; all of them succeed on the ordinary account.
 * @param judge judges each answer as it comes, to notice a server that performs them before the deletions
 */
async function eachOperation(
  { account, ordinary, partition }: CheckContext,
  judge: (answer: Answer) => void,
): Promise<void> {
  await prepare(ordinary, partition);
  for (const answer of await tour(ordinary, partition)) control(answer);
  for (const { method, path, body } of requests(partition)) {
    judge(await account.send(method, path.replace("{session}", "none"), body));
  }
}

export async function everyOperationRefused(context: CheckContext, refusal: Refusal): Promise<void> {
  await eachOperation(context, (answer) => expectRefusal(answer, refusal));
}

/** Requests for no operation, with other paths, names and methods, must be refused too. */
async function expectOthersRefused({ account, partition }: CheckContext, refusal: Refusal): Promise<void> {
  const valid = RawBody.json({ payload: "x" });
  for (const [method, path, body] of [
    ["GET", "/no/such/thing", null],
    ["PUT", "/no/such/thing", valid],
    ["GET", `/${partition}/sample/`, null],
    ["PUT", `/${partition}/a!b/c`, valid],
    ["PUT", "/info/collections", valid],
    ["POST", "/messages", valid],
    ["DELETE", "/info/configuration", null],
    ["DELETE", "/no/such/thing", null],
  ] satisfies [string, string, RawBody | null][]) {
    expectRefusal(await account.send(method, path, body), refusal);
  }
}

export async function everythingElseRefused(context: CheckContext, refusal: Refusal): Promise<void> {
  control(await context.ordinary.get("/info/collections"), 200);
  control(await context.ordinary.get("/no/such/thing"), 404);
  await expectOthersRefused(context, refusal);
}

export async function everythingRefused(context: CheckContext, refusal: Refusal): Promise<void> {
  await everyOperationRefused(context, refusal);
  await expectOthersRefused(context, refusal);
}

export async function refusedWhateverCredentials(
  { account, ordinary, partition }: CheckContext,
  refusal: Refusal,
): Promise<void> {
  await prepare(ordinary, partition);
  control(await ordinary.get(`/${partition}/sample/a`), 200);
  const asked = requests(partition).map(({ method, path, body }) => ({
    method,
    path: path.replace("{session}", "none"),
    body,
  }));
  for (const { method, path, body } of [...asked, { method: "GET", path: "/no/such/thing", body: null }]) {
    expectRefusal(await account.send(method, path, body), refusal);
    for (const authorization of INVALID_CREDENTIALS) {
      expectRefusal(await account.send(method, path, body, { authorization }), refusal);
    }
  }
}

/** The refusals among the answers to all operations; another rule checks that all are refused. */
export async function refusedAnswers(context: CheckContext, { status }: Refusal): Promise<Answer[]> {
  const refused: Answer[] = [];
  await eachOperation(context, (answer) => {
    if (answer.status === status) refused.push(answer);
    // If the first answer is not a refusal, this server may perform requests, so the check stops.
    else if (refused.length === 0) throw new Broken(`set-up: ${answer.asked} was not answered ${status}`);
  });
  return refused;
}
