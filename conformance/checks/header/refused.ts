import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed.ts";
import type { HeaderList } from "../../results/model.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { isInReach } from "../../runner/select/stages.ts";
import { MAX } from "../support/conditions.ts";
import { control } from "../support/expect.ts";
import { provoke } from "../support/problems.ts";
import { prepare, requests } from "../support/samples.ts";
import { withSessions } from "../support/sessions.ts";

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

/** Writes that meet a session; none where there can be no session. */
export async function conflicts(trial: CheckContext): Promise<Answer[]> {
  const answers: Answer[] = [];
  if (!isInReach("postSessions")) return answers;
  await withSessions(async ({ account, partition, begin }) => {
    const session = await begin({ scope: [`${partition}/leased`] });
    for (const ask of [
      () => account.put(`/${partition}/leased/a`, { payload: "x" }),
      () => account.post(`/${partition}`, [{ collection: "leased", id: "a" }]),
    ]) {
      answers.push(control(session.during(await ask(), 409), 409));
    }
    await session.drop();
  })(trial);
  return answers;
}

/** A refusal of each kind, of reads and writes, and what is not modified, in the order in which they were answered. */
export async function oneOfEach(trial: CheckContext): Promise<Answer[]> {
  const { account, partition } = trial;
  const answers = (await provoke(account, partition)).map(({ answer }) => answer);
  const path = `/${partition}/sample/a` as const;
  answers.push(await account.get(path, { ifModified: MAX }), await account.get(path, { ifUnmodified: 0 }));
  for (const read of [`/${partition}/sample`, `/${partition}`, "/info/collections"] as const) {
    answers.push(await account.get(read, { ifModified: MAX }));
  }
  if (isInReach("getSession")) answers.push(await account.get("/sessions/none"));
  return [...answers, ...(await conflicts(trial))];
}
