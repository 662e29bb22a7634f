/** Collects 304s and refusals of every kind, for the checks of header fields that every response carries. */
import { findOperation } from "../../contract/find-operation.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { HeaderList } from "../../results/report-model.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { control } from "../support/expect.ts";
import { isPathInReach } from "../support/paths-in-reach.ts";
import { prepare, requests } from "../support/sample-requests.ts";
import { MAX } from "../support/version-conditions.ts";
import { withSessions } from "../support/with-sessions.ts";

/** Every operation is refused for the name of its client, and each body for its type and its form. */
export async function refusedEverywhere({ account, partition }: CheckContext): Promise<Answer[]> {
  await prepare(account, partition);
  const answers: Answer[] = [];
  for (const sample of requests(partition)) {
    const path = sample.path.replace("{session}", "none");
    const headers: HeaderList = [["X-Weave-Client", "no name"]];
    answers.push(await account.send(sample.method, path, sample.body, { headers }));
    if (sample.body === null) continue;
    for (const body of [new RawBody("x", "text/plain"), new RawBody("[{")]) {
      answers.push(await account.send(sample.method, path, body));
    }
  }
  return answers;
}

/** Writes to a prepared account that meet a session; none where there can be no session. */
export async function conflicts(context: CheckContext): Promise<Answer[]> {
  const answers: Answer[] = [];
  if (!isInReach("postSessions")) return answers;
  await withSessions(async ({ account, partition, begin }) => {
    const session = await begin({ scope: [`${partition}/sample`] });
    for (const ask of [
      () => account.put(`/${partition}/sample/a`, { payload: "x" }),
      () => account.post(`/${partition}`, [{ collection: "sample", id: "a" }]),
    ]) {
      answers.push(control(session.during(await ask(), 409), 409));
    }
    await session.drop();
  })(context);
  return answers;
}

/** Of a prepared account a refusal of each kind, and what is not modified, in the order in which they were answered. */
export async function oneOfEach(context: CheckContext): Promise<Answer[]> {
  const { account, partition } = context;
  const record = `/${partition}/sample/a` as const;
  const valid = RawBody.json({ payload: "x" });
  const answers: Answer[] = [];
  for (const path of [record, `/${partition}/sample`, `/${partition}`, "/info/collections"] as const) {
    if (!isPathInReach(path)) continue;
    answers.push(control(await account.get(path, { ifModified: MAX }), 304));
  }
  for (const [status, method, path, body, options] of [
    [412, "GET", record, null, { ifUnmodified: 0 }],
    [412, "PUT", record, valid, { ifUnmodified: 0 }],
    [412, "DELETE", record, null, { ifUnmodified: 0 }],
    [406, "GET", record, null, { headers: [["Accept", "text/html"]] }],
    [415, "PUT", record, new RawBody("x", "text/plain"), {}],
    [422, "PUT", record, new RawBody("{"), {}],
    [422, "DELETE", record, null, { ifUnmodified: "x" }],
    [405, "PUT", "/info/collections", valid, {}],
    [404, "GET", "/no/such/thing", null, {}],
    [404, "GET", `/${partition}/sample/missing`, null, {}],
    [410, "GET", "/sessions/none", null, {}],
  ] satisfies [number, string, string, RawBody | null, Options][]) {
    const operation = findOperation(method, path);
    if (operation === null ? !isPathInReach(path) : !isInReach(operation.id)) continue;
    answers.push(control(await account.send(method, path, body, options), status));
  }
  return [...answers, ...(await conflicts(context))];
}

/**
 * Runs something between the beginning and the commit of a session.
 * @param run gets a function that reads a path; it renews the session, if there is one
 * @returns the answer to the commit; null if the checks of this stage begin no sessions
 * @throws Inconclusive if the session may have expired
 */
export async function whileLeased(
  context: CheckContext,
  run: (read: (path: string) => Promise<Answer>) => Promise<void>,
): Promise<Answer | null> {
  if (!isInReach("postSessionCommit")) {
    await run((path) => context.account.send("GET", path, null));
    return null;
  }
  let committed: Answer | null = null;
  await withSessions(async ({ partition, begin }) => {
    const session = await begin({ scope: [`${partition}/leased`] });
    await run((path) => session.request("GET", path));
    committed = control(session.during(await session.commit(), 200), 200);
  })(context);
  return committed;
}
