import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, expectProblem, expectStatus } from "./expect.ts";
import { prepare, requests, tour } from "./samples.ts";

/** How a server answers that performs nothing, for nobody or not for this client. */
export interface Refusal {
  status: number;
  code: string;
}

/** No credentials, and such as no server can verify. */
const BAD = [
  null,
  "Bearer not-a-token",
  "Basic c3luYzpzeW5j",
  'Hawk id="nobody", ts="1", nonce="x", mac="eA=="',
  "Nonsense",
];

/** The rule asks for a refusal; the answer to a HEAD shows no code. */
function expectRefusal(answer: Answer, { status, code }: Refusal): void {
  if (answer.exchange.request.method === "HEAD") expectStatus(answer, status);
  else expectProblem(answer, status, code);
}

/**
 * One request for each operation, all of which succeed on the ordinary account.
 * @param judge is given each answer as it comes, so that a server which performs them is noticed before the deletions
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

export async function everyOperationRefused(trial: CheckContext, refusal: Refusal): Promise<void> {
  await eachOperation(trial, (answer) => expectRefusal(answer, refusal));
}

/** What no operation has: other paths, names and methods. */
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

export async function everythingElseRefused(trial: CheckContext, refusal: Refusal): Promise<void> {
  control(await trial.ordinary.get("/info/collections"), 200);
  control(await trial.ordinary.get("/no/such/thing"), 404);
  await expectOthersRefused(trial, refusal);
}

export async function everythingRefused(trial: CheckContext, refusal: Refusal): Promise<void> {
  await everyOperationRefused(trial, refusal);
  await expectOthersRefused(trial, refusal);
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
    for (const authorization of BAD) {
      expectRefusal(await account.send(method, path, body, { authorization }), refusal);
    }
  }
}

/** Of the answers to all operations those that are refused; whether all have to be, another rule says. */
export async function refusals(trial: CheckContext, { status }: Refusal): Promise<Answer[]> {
  const refused: Answer[] = [];
  await eachOperation(trial, (answer) => {
    if (answer.status === status) refused.push(answer);
    // Nothing was refused yet: this server may perform what it is asked to.
    else if (refused.length === 0) throw new Broken(`set-up: ${answer.asked} was not answered ${status}`);
  });
  return refused;
}
